#!/bin/sh
# Both example setups, unattended, from nothing to finished; twice, as JSON, and back again.
. "$(dirname "$0")/lib.sh"

# ---- the bakery ----
exits "plan only ends with changes pending" 3 "$ringup" --profile bakery --demo --speed instant run "$examples/bakery.ini" --plan-only
same "planning buys nothing" 0 "$(sql bakery "SELECT count(*) FROM journal")"
exits "the bakery's setup runs to its end" 0 "$ringup" --profile bakery run "$examples/bakery.ini"
exits "the plan is empty" 0 "$ringup" --profile bakery plan
exits "status as JSON" 0 "$ringup" --profile bakery status --json
same "no change is left" 0 "$(json out '$.changes.total')"
same "75 dollars a month" 7500 "$(json out '$.cost.monthly_cents')"
same "no price is unknown" 0 "$(json out '$.cost.unknown')"
same "in dollars" USD "$(json out '$.cost.currency')"
same "every step is done" "" "$(sqlite3 :memory: "SELECT json_extract(value, '$.id') FROM json_each(readfile('out'), '$.steps') WHERE json_extract(value, '$.state') <> 'done'")"
same "five assigned of five" 5,5 "$(sqlite3 :memory: "SELECT json_extract(value, '$.done') || ',' || json_extract(value, '$.of') FROM json_each(readfile('out'), '$.steps') WHERE json_extract(value, '$.id') = 'assign'")"
exits "assignments are exported" 0 "$ringup" --profile bakery export assignments
same "with the fixed header" "UserPrincipalName,DisplayName,TelephoneNumber,NumberType,City,EmergencyAddress,State" "$(head -n 1 out | tr -d '\r')"
same "of the five in the office" 5 "$(grep -c '+1425' out)"
same "each number once" 5 "$(grep -o '+1425[0-9]*' out | sort -u | wc -l | tr -d ' ')"
same "the factory has no number" 0 "$(grep -c 'farid' out)"
same "five letters are on the disk" 5 "$(find letters -name '*.txt' | wc -l | tr -d ' ')"
holds "Chloé's is in French" "Bonjour Chloé" "$(find letters -name '*chloe*')"
holds "and names 911" "911" "$(find letters -name '*chloe*')"
same "the missing usage location was set" US "$(sql bakery "SELECT usage_location_actual FROM person WHERE upn LIKE 'chloe%'")"

before=$(sql bakery "SELECT count(*) FROM journal WHERE state = 'done'")
exits "running it again is fine" 0 "$ringup" --profile bakery run "$examples/bakery.ini"
same "and does nothing" "$before" "$(sql bakery "SELECT count(*) FROM journal WHERE state = 'done'")"

# ---- and back ----
exits "undo shows first" 3 "$ringup" --profile bakery undo
holds "what cannot be undone" "Cannot be undone" out
exits "undo plans the way back" 3 "$ringup" --profile bakery undo --yes
exits "which apply carries out" 0 "$ringup" --profile bakery apply
same "nobody has a number" 0 "$(sql bakery "SELECT count(*) FROM assignment WHERE number_actual IS NOT NULL")"
same "nobody has the licence" 0 "$(sql bakery "SELECT count(*) FROM licence l JOIN subscription s USING (sku_id) WHERE s.sku_part = 'MCOTEAMS_ESSENTIALS' AND l.actual = 1")"
same "the seats stay bought" 5 "$(sql bakery "SELECT seats_actual FROM subscription WHERE sku_part = 'MCOTEAMS_ESSENTIALS'")"

# ---- the workshop in France ----
exits "the workshop's setup runs to its end" 0 "$ringup" --profile atelier --demo --speed instant run "$examples/atelier.ini"
exits "its status" 0 "$ringup" --profile atelier status --json
same "addresses come before numbers" "organization licences addresses numbers assign notify review" "$(sqlite3 :memory: "SELECT group_concat(json_extract(value, '$.id'), ' ') FROM json_each(readfile('out'), '$.steps')")"
same "96 euros a month" 9600 "$(json out '$.cost.monthly_cents')"
same "in euros" EUR "$(json out '$.cost.currency')"
exits "its assignments" 0 "$ringup" --profile atelier export assignments
same "five in Lyon" 5 "$(grep -c '+334' out)"
same "three in Paris" 3 "$(grep -c '+331' out)"
same "people of Paris have numbers of Paris" 3 "$(grep '+331' out | grep -c -E '^"?(fatou|gael|helen)')"
same "letters in the folder that was asked for" 8 "$(find lettres -name '*.txt' | wc -l | tr -d ' ')"

# ---- the answers written back repeat the setup ----
exits "the answers are exported" 0 "$ringup" --profile atelier export answers -o "$work/again.ini"
cp "$examples/atelier-people.csv" "$work/"
exits "and run on a fresh profile" 0 "$ringup" --profile again --demo --speed instant run "$work/again.ini"
"$ringup" --profile atelier export assignments | cut -d, -f1,4- | sort >a.csv
"$ringup" --profile again export assignments | cut -d, -f1,4- | sort >b.csv
cmp -s a.csv b.csv
claim $? "to the same assignments"

# ---- how things stand ----
exits "the report is written" 0 "$ringup" --profile atelier report -o report.txt
same "with steps, plan, people and log" 4 "$(grep -c "^----*$" report.txt)"
holds "it has the people" "fatou" report.txt
holds "and what was done" "Assign number and address" report.txt
finish
