#!/bin/sh
# make bench: figures of this machine, each beside its floor. Nothing here passes or fails.
# ROWS (default 1000000) people are imported and filtered.
. "$(dirname "$0")/../commands/lib.sh"
rows=${ROWS:-1000000}

now() { date +%s%N; }
# took TEXT COMMAND...: milliseconds of the median of three runs
took() {
	text=$1
	shift
	for _ in 1 2 3; do
		begin=$(now)
		"$@" >out 2>err </dev/null
		echo $((($(now) - begin) / 1000000))
	done | sort -n | sed -n 2p | while read -r ms; do printf '%-64s %8d ms\n' "$text" "$ms"; done
}

awk -v rows="$rows" 'BEGIN {
	print "userPrincipalName,displayName,givenName,surname,department,city,usageLocation"
	for (i = 1; i <= rows; i++)
		printf "p%d@big.example,Person %d,Person,%d,Department %d,City %d,US\n", i, i, i, i % 40, i % 300
}' >people.csv

floor() {
	rm -f floor.db
	sqlite3 floor.db "CREATE TABLE person (upn TEXT NOT NULL UNIQUE COLLATE NOCASE, name TEXT, given TEXT, surname TEXT, department TEXT, city TEXT, location TEXT)" \
		"CREATE INDEX person_name ON person (name COLLATE NOCASE)" ".import --csv --skip 1 people.csv person"
}
import() {
	rm -f "$XDG_STATE_HOME"/ringup/big.*
	"$ringup" --profile big --demo import people people.csv
}
echo "$rows people in a CSV file of $(du -k people.csv | cut -f1) kB"
took "import: ringup" import
took "import: sqlite3 .import into the same indexes (floor)" floor
took "status of that store" "$ringup" --profile big status
took "export people" "$ringup" --profile big export people -o people-out.csv
took "the whole bakery setup, simulated service at instant speed" sh -c "rm -rf \$XDG_STATE_HOME/ringup/b.*; $ringup --profile b --demo --speed instant run $examples/bakery.ini"
took "country --json, 114 countries (start, open the facts, print)" "$ringup" country --json
took "a program that does nothing (floor of a start)" true
printf '%-64s %8s kB\n' "peak memory of that import" "$( (command -v /usr/bin/time >/dev/null && rm -f "$XDG_STATE_HOME"/ringup/big.* && /usr/bin/time -f %M "$ringup" --profile big --demo import people people.csv 2>&1 >/dev/null | tail -n 1) || echo '-')"
printf '%-64s %8s kB\n' "the program's size" "$(du -k "$ringup" | cut -f1)"
