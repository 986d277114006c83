#!/bin/sh
# ringup script writes what it says: a runbook of the plan that the check finds nothing in, or a page; and says what is not in it.
. "$(dirname "$0")/../commands/lib.sh"
python=${PYTHON3:-/usr/bin/python3}
export PYTHONDONTWRITEBYTECODE=1
cp "$examples/bakery.ini" "$examples/bakery-people.csv" .

exits "a plan" 3 "$ringup" --profile bakery --demo run bakery.ini --plan-only
exits "a script of all that a script can do" 0 "$ringup" --profile bakery script --all -o plan.ps1
holds "what ringup does itself is said" "Not in the script: 7 changes that ringup does itself" err
holds "what waits is said" "Not in the script yet: 10 changes that wait for the numbers of an order." err
exits "the check finds nothing" 0 "$python" "$top/tests/scripts/check.py" "$top/tests/data/cmdlets.json" plan.ps1
same "its steps" "address place place order" \
	"$(sed -n "s/^    kind = '\(.*\)'/\1/p" plan.ps1 | tr '\n' ' ' | sed 's/ $//')"
same "its tenant" "e0e0a10d-0004-4e00-8a00-000000000000" "$(sed -n "s/^    tenant = '\(.*\)'/\1/p" plan.ps1)"
exits "again" 0 "$ringup" --profile bakery script --all -o again.ps1
same "the same plan has the same id" "$(grep "^    id = " plan.ps1)" "$(grep "^    id = " again.ps1)"
exits "only what ringup cannot do" 0 "$ringup" --profile bakery script -o reads.ps1
holds "an empty one is said to be" "The script changes nothing: it reads" err
exits "the check finds nothing in it" 0 "$python" "$top/tests/scripts/check.py" "$top/tests/data/cmdlets.json" reads.ps1
exits "a page" 0 "$ringup" --profile bakery script --format md
holds "its cost" "Licences to buy: 5" out
holds "a call" "curl --fail-with-body -X PATCH 'https://graph.microsoft.com/v1.0/users/" out
same "a box for each change" 11 "$(grep -c '^- \[ \] done `' out)"
exits "another format" 2 "$ringup" --profile bakery script --format doc
exits "a word too many" 2 "$ringup" --profile bakery script plan
exits "nothing was done" 0 "$ringup" --profile bakery status
holds "all is planned still" "21 changes are planned." out

finish
