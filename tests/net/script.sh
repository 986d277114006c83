#!/bin/sh
# Proves that ringup runs its scripts itself with the sign-in it has: addresses and places come into being once, whatever
# dies in the middle, and no token stands in a file, an argument or a script.
. "$(dirname "$0")/lib.sh"

export FAKE_PWSH_TENANT="$work/tenant.json" FAKE_PWSH_FAULT="$work/fault"
printf '#!/bin/sh\nexec "%s" "%s" "$@"\n' "$python" "$top/tests/fake-pwsh" >pwsh
chmod +x pwsh
net_start --people 3 --numbers 3

# fresh: a tenant without addresses, and a profile with a plan that makes some.
fresh() {
	rm -rf "$XDG_STATE_HOME" tenant.json tenant.json.audit fault
	"$ringup" --profile p sync >/dev/null 2>&1
	limited 60 "$ringup" --profile p run "$net/plan.ini" --plan-only >/dev/null 2>&1
}

left() {
	sql p "SELECT count(*) FROM change WHERE kind IN ('address', 'place')"
}

# once TEXT: each was made once, and every promise to the child was kept.
once() {
	same "$1: each was made once" "address hq
place 00000001-civic/Office" "$(cat tenant.json.audit)"
	same "$1: nothing of it is left" 0 "$(left)"
	same "$1: the place has its id" 00000003-place "$(sql p "SELECT location_id FROM place WHERE name = 'Office'")"
	same "$1: nothing of the script stays" "" "$(find "$XDG_STATE_HOME" -name '*.ps1' -o -name '*.jsonl')"
	no_secrets "$1"
}

profile p "[powershell]" "command = $work/pwsh"
fresh
same "an address and a place are planned" 2 "$(left)"
limited 60 "$ringup" --profile p apply addresses --wait 30 >apply.out 2>&1
once "a script"

for fault in 'die 1' 'cut 1' 'garbage 1' 'noise'; do
	fresh
	echo "$fault" >fault
	limited 90 "$ringup" --profile p apply addresses --wait 60 >apply.out 2>&1
	once "$fault"
done

for state in intent:1 sent:1 sent:2 before-done:1 done:1 before-done:2; do
	fresh
	RINGUP_FAULT="kill:$state" limited 60 "$ringup" --profile p apply addresses --wait 30 >apply.out 2>&1
	same "killed at $state" 137 $?
	limited 90 "$ringup" --profile p apply addresses --wait 60 >apply.out 2>&1
	once "killed at $state"
done

# Numbers: searched, held and bought by the script, once, whatever dies.
{
	cat "$net/plan.ini"
	printf '[numbers more]\nkind = user\ncountry = US\nstate = WA\ncity = Olympia\narea_code = 360\nquantity = 2\n'
} >numbers.ini
numbers() {
	rm -rf "$XDG_STATE_HOME" tenant.json tenant.json.audit fault
	printf '{"stock":["+13605550151","+13605550152","+13605550153","+13605550154"]}' >tenant.json
	control POST reset '{}' >/dev/null 2>&1
	"$ringup" --profile p sync >/dev/null 2>&1
	limited 60 "$ringup" --profile p run numbers.ini --plan-only >/dev/null 2>&1
	limited 60 "$ringup" --profile p apply licences --wait 30 >apply.out 2>&1
}
bought() {
	same "$1: searched and bought once" "search 2
acquire +13605550151
acquire +13605550152" "$(grep -v '^address\|^place' tenant.json.audit)"
	same "$1: the numbers are the order's" 2 "$(sql p "SELECT count(*) FROM number WHERE owned_actual = 1 AND order_id IS NOT NULL")"
}
for state in none sent:1 before-done:1 done:1 sent:2 before-done:2 done:2 sent:3 before-done:3; do
	numbers
	RINGUP_FAULT="kill:$state" limited 60 "$ringup" --profile p apply numbers --wait 30 >apply.out 2>&1
	[ $state = none ] || limited 90 "$ringup" --profile p apply numbers --wait 60 >apply.out 2>&1
	bought "numbers, killed at $state"
done

# Without the module the rest of the tenant is read all the same.
fresh
echo nomodule >fault
exits "a sync without the module" 0 limited 60 "$ringup" --profile p sync
holds "says so" "MicrosoftTeams is not installed" "$work/err"
same "and has the people" 3 "$(sql p "SELECT count(*) FROM person WHERE kind = 'member'")"

finish
