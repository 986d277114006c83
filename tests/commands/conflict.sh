#!/bin/sh
# The tenant changes behind the program's back: nothing is overwritten before a person decided, here without a screen.
. "$(dirname "$0")/lib.sh"

exits "the bakery" 0 "$ringup" --profile d --demo --speed instant run "$examples/bakery.ini"
exits "nothing is in conflict" 0 "$ringup" --profile d settle
exits "which is an empty array" 0 "$ringup" --profile d settle --json
same "of JSON" 0 "$(sqlite3 :memory: "SELECT json_array_length(readfile('out'))")"

# Ava and Ben are to swap their numbers; meanwhile Ava loses hers, and Ben's is given to Chloé.
printf 'UserPrincipalName,TelephoneNumber\nava.lindqvist@contosobakery.example,+14255550102\nben.osei@contosobakery.example,+14255550100\n' >swap.csv
drift() {
	exits "$1: two people are to swap" 0 "$ringup" --profile d import assignments swap.csv
	demo d "UPDATE number SET person = NULL WHERE e164 = '+14255550100'"
	exits "$1: the sync tells of the conflict" 4 "$ringup" --profile d sync
	exits "$1: settle lists it" 4 "$ringup" --profile d settle --json
	same "$1: what was planned" +14255550102 "$(json out '$[0].ours')"
	same "$1: what the tenant has" "" "$(json out '$[0].theirs')"
	key=$(json out '$[0].key')
	exits "$1: an apply leaves it alone" 4 "$ringup" --profile d apply
	holds "$1: and names the way out" "ringup settle" err
	same "$1: the tenant has what it had" 0 "$(demo d "SELECT count(*) FROM number WHERE person = 1")"
}
drift ours
exits "which of both is needed" 2 "$ringup" --profile d settle "$key"
exits "not both" 2 "$ringup" --profile d settle "$key" --ours --theirs
exits "another key is none" 1 "$ringup" --profile d settle assign:999 --ours
exits "ours keeps the wish" 0 "$ringup" --profile d settle "$key" --ours
exits "which is carried out" 0 "$ringup" --profile d apply
same "Ava has Ben's number" 1 "$(demo d "SELECT person FROM number WHERE e164 = '+14255550102'")"
same "and Ben hers" 2 "$(demo d "SELECT person FROM number WHERE e164 = '+14255550100'")"

printf 'UserPrincipalName,TelephoneNumber\nava.lindqvist@contosobakery.example,+14255550100\nben.osei@contosobakery.example,+14255550102\n' >swap.csv
demo d "UPDATE number SET person = NULL WHERE e164 = '+14255550104'"
exits "a number that nobody wished to change follows the tenant" 0 "$ringup" --profile d sync
same "without a wish to undo it" 0 "$(sql d "SELECT count(*) FROM change WHERE conflict")"
exits "the swap back" 0 "$ringup" --profile d import assignments swap.csv
demo d "UPDATE number SET person = NULL WHERE e164 = '+14255550102'"
exits "is a conflict" 4 "$ringup" --profile d sync
exits "all theirs" 0 "$ringup" --profile d settle all --theirs
exits "may be applied" 0 "$ringup" --profile d apply
same "Ava stays without a number" 0 "$(demo d "SELECT count(*) FROM number WHERE person = 1 AND e164 = '+14255550102'")"
finish
