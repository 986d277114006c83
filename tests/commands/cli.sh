#!/bin/sh
# The command line: usage, exit codes, pipes, JSON, bad files with their line.
. "$(dirname "$0")/lib.sh"

exits "help" 0 "$ringup" --help
holds "help names the commands" "ringup run FILE.ini" out
exits "version" 0 "$ringup" version
exits "an unknown command is usage" 2 "$ringup" frobnicate
exits "an unknown option is usage" 2 "$ringup" --frobnicate
exits "a new profile without a tenant is told so" 2 "$ringup" --profile nobody status
holds "and how to get one" "ringup demo" err
same "and no file is left" "" "$(find "$work" -name 'nobody*')"
exits "the demo needs a terminal" 2 "$ringup" demo
holds "and names run" "ringup run" err
exits "a profile's name is no path" 2 "$ringup" --profile ../x --demo status

exits "countries as JSON" 0 "$ringup" country FR DE --json
same "an array of both" "FR DE" "$(sqlite3 :memory: "SELECT group_concat(json_extract(value, '$.iso2'), ' ') FROM json_each(readfile('out'))")"
same "with the facts' columns" yes "$(json out '$[0].calling_plans')"
same "all of them" 20 "$(head -n 1 "$top/tests/data/countries-header" | tr ',' '\n' | while read -r key; do sqlite3 :memory: "SELECT json_type(readfile('out'), '\$[0].$key') IS NOT NULL"; done | grep -c 1)"
exits "all countries" 0 "$ringup" country --json
same "are 114" 114 "$(sqlite3 :memory: "SELECT json_array_length(readfile('out'))")"
exits "by name" 0 "$ringup" country belgium
holds "Belgium has Calling Plans" "Belgium (BE)" out
holds "one is the topic's sheet" "1,200 domestic minutes" out
exits "several side by side" 0 "$ringup" country FR DE BE BR
same "in tables that fit" 2 "$(grep -c 'Can I use this?' out)"
same "none too wide" 0 "$(awk 'length > 80' out | wc -l | tr -d ' ')"
exits "the list" 0 "$ringup" country
same "has all and their heads" 115 "$(wc -l <out | tr -d ' ')"
same "and fits" 0 "$(awk 'length > 80' out | wc -l | tr -d ' ')"
exits "the topic of several" 0 "$ringup" about country FR DE BE BR JP --json
same "has a column a country" yes "$(json out '$.sections[1].lines[4].fr')"
exits "papers of a country" 0 "$ringup" about papers CZ port=yes
holds "name the form" "know-your-customer form of the country" out
exits "papers of no country" 1 "$ringup" about papers atlantis
exits "an unknown country" 1 "$ringup" country atlantis
exits "where numbers are" 0 "$ringup" search Bellevue --json
exits "where there are none" 1 "$ringup" search Atlantis --json
same "is an empty array" 0 "$(sqlite3 :memory: "SELECT json_array_length(readfile('out'))")"
exits "in Bellevue" 0 "$ringup" search Bellevue --json
same "area code 425" 425 "$(json out '$[0].area_code')"

exits "a run as JSON" 0 "$ringup" --profile j --demo --speed instant run "$examples/bakery.ini" --json
same "says how it ended" 'done' "$(json out '$.outcome')"
exits "a new demo profile" 0 "$ringup" --profile p --demo --speed instant status --json
same "is on the demo" demo "$(json out '$.service')"
exits "the plan is empty" 0 "$ringup" --profile p plan

exits "papers are marked" 0 "$ringup" --profile p want papers form=kyc state=sent
same "in the organization" pending "$(sql p "SELECT verified FROM organization")"
exits "papers that nobody asks are refused" 1 "$ringup" --profile p want papers form=bill country=BE
holds "with those that are" "form, loa" err
exits "and accepted" 0 "$ringup" --profile p want papers form=kyc state=accepted

# A pipe that closes early is no crash.
"$ringup" country --json 2>err | head -c 10 >out
same "a closed pipe" 10 "$(wc -c <out | tr -d ' ')"

# Everything wrong with an answers file at once, with its lines, and nothing written.
cat >bad.ini <<'INI'
[organization]
name = Bad
country = XX
kind = charity
colour = blue
[licences]
calling = everywhere
[numbers x]
quantity = many
address = nowhere
INI
exits "a bad answers file fails" 1 "$ringup" --profile p run bad.ini
for line in 3 4 5 7 9 10; do
	holds "line $line is named" "line $line" err
done
same "nothing was written" "" "$(sql p "SELECT name FROM organization WHERE name = 'Bad'")"
exits "a file that is not there" 1 "$ringup" --profile p run missing.ini
holds "is named" "missing.ini" err

# An empty simulated tenant takes in the people that a file brings.
exits "people go into an empty demo" 0 "$ringup" --profile own --demo --speed instant import people "$examples/bakery-people.csv"
exits "which is read" 0 "$ringup" --profile own sync
same "and has them all" 15 "$(sql own "SELECT sum(present) FROM person")"

# People from three dialects and encodings; bad rows by line; twice is once.
printf 'userPrincipalName,displayName,usageLocation\r\nann@x.example,Ann,US\r\n,Nobody,US\r\nbad,Bad,US\r\n"bo@x.example","Bo\r\nTwo",ZZ9\r\n' >people.csv
exits "bad rows are reported" 1 "$ringup" --profile p import people people.csv
holds "by line" "line 3" err
same "the good one is in" 1 "$(sql p "SELECT count(*) FROM person WHERE upn = 'ann@x.example'")"
exits "the bakery's export" 0 "$ringup" --profile p import people "$examples/bakery-people.csv"
exits "twice" 0 "$ringup" --profile p import people "$examples/bakery-people.csv" --json
same "adds nobody" 0 "$(json out '$.added')"
same "and doubles nobody" 15 "$(sql p "SELECT count(*) FROM person WHERE upn LIKE '%contosobakery%'")"
{ printf '\377\376'; sed 's/,/\t/g' "$examples/atelier-people.csv" | iconv -f UTF-8 -t UTF-16LE; } >utf16.csv
exits "UTF-16 with tabs" 0 "$ringup" --profile p import people utf16.csv
same "names intact" "Étienne Roux" "$(sql p "SELECT display_name FROM person WHERE upn LIKE 'etienne.roux%'")"

# Planning offline for a real tenant: who does what, prices that are not known, an admin's own price.
mkdir -p "$XDG_CONFIG_HOME/ringup"
printf '[tenant]\ntenant = contoso.onmicrosoft.com\n' >"$XDG_CONFIG_HOME/ringup/mine.ini"
exits "a plan without a service" 3 "$ringup" --profile mine run "$examples/bakery.ini" --plan-only --json
same "licences are bought by hand" hand "$(sqlite3 :memory: "SELECT json_extract(value, '$.way') FROM json_each(readfile('out'), '$.groups') WHERE json_extract(value, '$.kind') = 'buy_phone'")"
same "numbers come by script" script "$(sqlite3 :memory: "SELECT json_extract(value, '$.way') FROM json_each(readfile('out'), '$.groups') WHERE json_extract(value, '$.kind') = 'order'")"
same "a price that is not known is not 0" 5 "$(json out '$.cost.unknown')"
exits "nothing can be applied" 2 "$ringup" --profile mine apply
holds "and it is said why" "No application is registered" err
printf 'sku_part_number,price,as_of\nMCOTEAMS_ESSENTIALS,11.50,2026-11\n' >"$XDG_CONFIG_HOME/ringup/prices.csv"
exits "with a price of one's own" 0 "$ringup" --profile mine status --json
same "the cost is known" 5750 "$(json out '$.cost.monthly_cents')"
same "and dated" 2026-11 "$(json out '$.cost.as_of')"
printf 'sku_part_number,price,as_of\nMCOTEAMS_ESSENTIALS,cheap,2026-11\n' >"$XDG_CONFIG_HOME/ringup/prices.csv"
exits "a bad price is told" 1 "$ringup" --profile mine status
holds "with its line" "prices.csv line 2" err
rm "$XDG_CONFIG_HOME/ringup/prices.csv"
printf '[screen]\ncolor = never\n' >"$XDG_CONFIG_HOME/ringup/mine.ini"
exits "an unknown key of the configuration is told" 1 "$ringup" --profile mine status
holds "with its line" "mine.ini line 2" err

# Hostile text: shown safely, kept unchanged, no formula in an export.
printf 'userPrincipalName,displayName\r\nevil@x.example,"=cmd|\047/C calc\047!A0"\r\nesc@x.example,"A\033[31mB\342\200\256C"\r\n' >evil.csv
exits "hostile names go in" 0 "$ringup" --profile p import people evil.csv
exits "and out" 0 "$ringup" --profile p export people
same "guarded as formulas" 1 "$(grep -c "'=cmd" out)"
same "and unchanged in the store" "$(printf 'A\033[31mB\342\200\256C')" "$(sql p "SELECT display_name FROM person WHERE upn = 'esc@x.example'")"
exits "checks are printed" 4 "$ringup" --profile p check
same "without an escape sequence" 0 "$(tr -d '\n' <out | grep -c "$(printf '\033')")"
finish
