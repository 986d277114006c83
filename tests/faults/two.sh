#!/bin/sh
# Two processes on one profile: whatever runs beside an apply, it ends with what was planned.
. "$(dirname "$0")/../commands/lib.sh"

exits "a plan" 3 "$ringup" --profile two --demo --speed brisk run "$examples/bakery.ini" --plan-only
"$ringup" --profile two --speed brisk apply --buy 5 >apply.out 2>apply.err &
apply=$!
# The apply has begun when its journal has.
until [ "$(sql two "SELECT count(*) FROM journal" 2>/dev/null || echo 0)" -gt 0 ]; do
	kill -0 $apply || break
done
exits "a sync is refused meanwhile" 1 "$ringup" --profile two sync
holds "and says who is at work" "process $apply" err
exits "a second apply as well" 1 "$ringup" --profile two apply --buy 5
printf 'userPrincipalName,displayName,department\nnew@contosobakery.example,New,Office\n' >new.csv
exits "people may come in" 0 "$ringup" --profile two import people new.csv
exits "and be looked at" 0 "$ringup" --profile two status
wait $apply
same "the apply ends well" 0 $?
same "five seats" 5 "$(demo two "SELECT sum(quantity) FROM purchase")"
same "five numbers" 5,5 "$(sql two "SELECT count(*) FROM number WHERE owned_actual = 1"),$(demo two "SELECT count(person) FROM number")"
same "the imported one is there" 1 "$(sql two "SELECT count(*) FROM person WHERE upn LIKE 'new@%'")"
exits "then the tenant is read again" 0 "$ringup" --profile two sync
finish
