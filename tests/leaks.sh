#!/bin/sh
# A full unattended run, undo and the other commands under valgrind: no leak, no error.
. "$(dirname "$0")/commands/lib.sh"

check="valgrind --quiet --error-exitcode=99 --leak-check=full --show-leak-kinds=definite,indirect,possible --errors-for-leak-kinds=definite,indirect,possible"
# shellcheck disable=SC2086 # the options are words
for arguments in "--profile v --demo --speed instant run $examples/bakery.ini" "--profile v status --json" "--profile v plan" \
	"--profile v export assignments" "--profile v export answers" "--profile v check" "--profile v log --json" \
	"--profile v undo --yes" "--profile v apply" "country FR DE --json" "search Lyon" "--profile v run $examples/ringup.ini"; do
	$check "$ringup" $arguments >out 2>err </dev/null
	got=$?
	[ $got -ne 99 ]
	claim $? "no leak in: ringup $arguments"
	[ $got -ne 99 ] || head -n 40 err
done
finish
