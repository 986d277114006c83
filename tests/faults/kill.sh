#!/bin/sh
# kill -9 at every journal state of an apply, then resume: everybody has exactly one number, nothing is bought twice.
# KILLS="1 2 3" chooses at which transition of each state; the default takes the first, some in the middle and a late one.
. "$(dirname "$0")/../commands/lib.sh"

audit() {
	same "$1: 5 seats were bought, once" "1,5" "$(demo "$2" "SELECT count(*) || ',' || coalesce(sum(quantity), 0) FROM purchase")"
	same "$1: 5 numbers were acquired" 5 "$(demo "$2" "SELECT count(*) FROM number")"
	same "$1: 5 people have one each" "5,5" "$(demo "$2" "SELECT count(person) || ',' || count(DISTINCT person) FROM number WHERE person IS NOT NULL")"
	same "$1: each was assigned once" 5 "$(demo "$2" "SELECT count(*) FROM assignment_log")"
	same "$1: one address" 1 "$(demo "$2" "SELECT count(*) FROM address")"
	same "$1: five letters" 5 "$(find letters -name '*.txt' | wc -l | tr -d ' ')"
	same "$1: nothing is open" 0 "$(sql "$2" "SELECT count(*) FROM journal WHERE state IN ('intent', 'sent', 'doubt', 'waiting')")"
}

number=0
for state in before-intent intent before-sent sent submitted before-waiting waiting before-done 'done'; do
	for at in ${KILLS:-1 2 5 9 14 20}; do
		number=$((number + 1))
		profile=kill$number
		rm -rf letters
		RINGUP_FAULT=kill:$state:$at "$ringup" --profile $profile --demo --speed instant run "$examples/bakery.ini" >out 2>err
		status=$?
		# Some states are not reached so often: then the run ended, which must be complete.
		if [ $status -ne 137 ]; then
			same "kill:$state:$at never came, so the run ended well" 0 $status
			[ "$at" -gt 1 ] || same "kill:$state:1 must come" 137 $status
		fi
		exits "after kill:$state:$at a second run ends well" 0 "$ringup" --profile $profile run "$examples/bakery.ini"
		audit "kill:$state:$at" $profile
		[ $status -eq 137 ] || break
	done
done

# Killed again and again, at the first transition of each kind, before it may end.
rm -rf letters
profile=often
for round in 1 2 3 4 5 6 7 8; do
	RINGUP_FAULT=kill:sent:$round "$ringup" --profile $profile --demo --speed instant run "$examples/bakery.ini" >out 2>err
done
exits "killed eight times, the ninth run ends well" 0 "$ringup" --profile $profile run "$examples/bakery.ini"
audit "killed eight times" $profile
finish
