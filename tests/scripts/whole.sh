#!/bin/sh
# ringup, its runbook and the module together: what the plan wants is in the tenant once, whatever dies in the middle.
. "$(dirname "$0")/../net/lib.sh"

export PWSH_TENANT="$work/teams"
printf '#!/bin/sh\nexec "%s" "%s" "$@"\n' "$python" "$top/tests/scripts/pwsh.py" >pwsh
chmod +x pwsh
net_start --people 3

for kill in '' '1 before' '1 after' '2 before' '2 after'; do
	rm -rf "$XDG_STATE_HOME" teams teams.audit
	profile p "[powershell]" "command = $work/pwsh"
	"$ringup" --profile p sync >sync.out 2>&1
	limited 60 "$ringup" --profile p run "$top/tests/net/plan.ini" --plan-only >/dev/null 2>&1
	same "killed '$kill': an address and a place are planned" 2 "$(sql p "SELECT count(*) FROM change WHERE kind IN ('address', 'place')")"
	PWSH_KILL=$kill limited 90 "$ringup" --profile p apply addresses --wait 60 >apply.out 2>&1
	same "killed '$kill': nothing is left" 0 "$(sql p "SELECT count(*) FROM change WHERE kind IN ('address', 'place')")"
	same "killed '$kill': each once" "new-csonlineliscivicaddress hq
new-csonlinelislocation Office" "$(cat teams.audit)"
done

finish
