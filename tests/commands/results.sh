#!/bin/sh
# Proves the way of a script that somebody runs elsewhere: what it did comes back with its ids and is planned no more,
# what was not done or not so is not believed, and nothing comes from a wrong file.
. "$(dirname "$0")/lib.sh"

python=${PYTHON3:-/usr/bin/python3}
tenant=11111111-2222-4333-8444-555555555555
export FAKE_PWSH_TENANT="$work/tenant.json" FAKE_PWSH_FAULT="$work/fault" PYTHONDONTWRITEBYTECODE=1
stock='["+14255550100","+14255550101","+14255550102","+14255550103","+14255550104"]'
mkdir -p "$XDG_CONFIG_HOME/ringup"
printf '[tenant]\nservice = graph\ntenant = %s\n' "$tenant" >"$XDG_CONFIG_HOME/ringup/default.ini"
cp "$examples"/bakery* .

# fresh: a new profile with a plan, its script, a tenant with numbers in stock.
fresh() {
	rm -rf "$XDG_STATE_HOME" tenant.json tenant.json.audit results.jsonl run.ps1
	printf '{"id":"%s","stock":%s}' "$tenant" "$stock" >tenant.json
	"$ringup" run bakery.ini --plan-only >/dev/null 2>&1
	"$ringup" script -o run.ps1 >/dev/null 2>&1
}

# elsewhere MODE: somebody runs the script.
elsewhere() {
	timeout 60 "$python" "$top/tests/fake-pwsh" -NoLogo -NoProfile -NonInteractive -File "$work/run.ps1" \
		-ResultPath "$work/results.jsonl" -Numbers "$1" >pwsh.out 2>&1
}


fresh
elsewhere Take
exits "the results are taken" 0 "$ringup" import results results.jsonl
holds "all that was done" "9 changes are done, 0 failed." "$work/out"
same "the numbers are there, and of the order" 5 "$(sql default 'SELECT count(*) FROM number WHERE owned_actual = 1 AND order_id = 1')"
same "with the address's ids" '00000001-civic|Valid' "$(sql default 'SELECT civic_id, actual FROM address')"
same "and the places'" 3 "$(sql default 'SELECT count(DISTINCT location_id) FROM place WHERE actual = 1')"
same "whose way was the script's" script "$(sql default "SELECT DISTINCT way FROM journal")"
same "nothing of it is planned any more" 0 "$(sql default "SELECT count(*) FROM change WHERE kind IN ('address', 'place', 'order', 'acquire')")"
exits "a second time" 0 "$ringup" import results results.jsonl
holds "there is nothing left to take" "0 changes are done, 0 failed." "$work/out"
holds "and the old look at the tenant is left out" "is older than what is known here" "$work/out"
same "the address is still there" 1 "$(sql default 'SELECT count(*) FROM address WHERE civic_id IS NOT NULL')"

fresh
elsewhere Show
exits "numbers that are held" 0 "$ringup" import results results.jsonl --json
same "four are done" 4 "$(json "$work/out" '$.done')"
same "numbers wait to be acquired" 5 "$(sql default "SELECT count(*) FROM change WHERE kind = 'acquire'")"
same "with their reservation" 00000005-order "$(sql default 'SELECT DISTINCT reservation FROM number')"

fresh
echo 'die 2' >fault
elsewhere Take
exits "a script that died" 0 "$ringup" import results results.jsonl
holds "what it did" "1 change is done" "$work/out"
holds "what to do" "did not come to its end" "$work/out"
elsewhere Take
exits "and was run again" 0 "$ringup" import results results.jsonl
holds "the rest" "8 changes are done, 0 failed." "$work/out"
same "each was made once" "" "$(sort tenant.json.audit | uniq -d)"

fresh
echo 'fail 1 The address is InvalidAddress' >fault
elsewhere Take
exits "a failure" 5 "$ringup" import results results.jsonl
holds "has a cause" "The address could not be validated" "$work/err"

fresh
elsewhere Take
sql default "UPDATE address SET city = 'Seattle'"
exits "a wish that moved since" 4 "$ringup" import results results.jsonl
holds "is said" "1 result is of another wish" "$work/out"
same "and is planned still" 1 "$(sql default "SELECT count(*) FROM change WHERE kind = 'address'")"

fresh
elsewhere Take
exits "read only" 5 "$ringup" --readonly import results results.jsonl
sed -i "s/$tenant/99999999-2222-4333-8444-555555555555/" results.jsonl
exits "another tenant's results" 1 "$ringup" import results results.jsonl
holds "are refused" "Nothing was taken" "$work/err"
printf 'hello\n{"key":"address:1"}\n' >bad.jsonl
exits "a file that is none" 1 "$ringup" import results bad.jsonl
holds "is named with its line" "bad.jsonl line 1" "$work/err"
exits "a file that is not there" 1 "$ringup" import results nowhere.jsonl
same "nothing of all that was taken" 0 "$(sql default 'SELECT count(*) FROM journal')"

# What is for a person: cards, and a person's word.
fresh
"$ringup" want papers country=US form=kyc state=needed >/dev/null 2>&1
"$ringup" want credits amount=500 >/dev/null 2>&1
exits "the cards" 0 "$ringup" about handover
holds "name the page" "https://admin.microsoft.com/Adminportal/Home#/catalog" "$work/out"
holds "the count" "Teams Phone with Calling Plan  5" "$work/out"
holds "the amount" "\$500.00" "$work/out"
holds "and what a script does" "ringup script -o plan.ps1" "$work/out"
exits "as JSON" 0 "$ringup" about handover --json
same "with sections" "papers buy credits script" \
	"$(sqlite3 :memory: "SELECT group_concat(value ->> 'id', ' ') FROM json_each(readfile('$work/out'), '\$.sections')")"
papers=$(sql default "SELECT key FROM change WHERE kind = 'papers'")
bought=$(sql default "SELECT min(key) FROM change WHERE kind = 'buy_phone'")
exits "a person says that papers are accepted" 0 "$ringup" "done" "$papers"
same "the organization is verified" yes "$(sql default 'SELECT verified FROM organization')"
same "and the journal says who said so" 'hand|Said by a person, not verified.' "$(sql default 'SELECT way, words FROM journal')"
exits "of a purchase nobody need say it" 5 "$ringup" "done" "$bought"
holds "the tenant shows it" "read it again" "$work/err"
exits "of what a script does neither" 5 "$ringup" "done" address:1
exits "of nothing" 2 "$ringup" "done"
exits "of what is not planned" 1 "$ringup" "done" "$papers"
sql default "INSERT INTO feature (kind, name, wanted) VALUES ('port', 'p', '{\"numbers\":[\"+14255550199\"]}')"
ported=$(sql default "SELECT key FROM change WHERE kind = 'port'")
exits "of a port whose number is not there" 5 "$ringup" "done" "$ported"
holds "the number is named" "+14255550199 is not in the tenant yet" "$work/err"
sql default "INSERT INTO number (e164, kind, owned_wanted, owned_actual) VALUES ('+14255550199', 'user', 1, 1)"
exits "and when it is" 0 "$ringup" "done" "$ported"

finish
