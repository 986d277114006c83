#!/bin/sh
# kill -9 at every journal state of an apply through Graph, then another run: everybody has what was planned, each once.
# STATES="1 4 11" at which transitions of each state.
. "$(dirname "$0")/plan.sh"

echo "assign=10 licence=10 place=2 usageLocation=10" >once
for state in before-sent sent submitted before-waiting waiting before-done 'done'; do
	for at in ${STATES:-1 4 11}; do
		fresh
		RINGUP_FAULT=kill:$state:$at
		export RINGUP_FAULT
		apply
		code=$?
		unset RINGUP_FAULT
		[ "$at" -gt 1 ] || same "kill:$state:$at comes" 137 $code
		goes_on "kill:$state:$at"
	done
done
finish
