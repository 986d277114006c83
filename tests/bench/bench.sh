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
	print "id,userPrincipalName,displayName,givenName,surname,department,city,usageLocation"
	for (i = 1; i <= rows; i++)
		printf "%08x-1234-4000-8000-%012x,p%d@big.example,Person %d,Person,%d,Department %d,City %d,US\n",
			(i * 40503) % 4294967296, i, i, i, i, i % 40, i % 300
}' >people.csv

# The same values into a table with the indexes that our table person has.
floor() {
	rm -f floor.db*
	sqlite3 floor.db "PRAGMA journal_mode = WAL" "CREATE TABLE person (object_id TEXT UNIQUE, upn TEXT NOT NULL UNIQUE COLLATE NOCASE, name TEXT, given TEXT, surname TEXT, department TEXT, city TEXT, location TEXT)" \
		"CREATE INDEX person_name ON person (name COLLATE NOCASE)" \
		"CREATE INDEX person_department ON person (department COLLATE NOCASE, name COLLATE NOCASE)" \
		".import --csv --skip 1 people.csv person"
}
import() {
	rm -f "$XDG_STATE_HOME"/ringup/big.*
	"$ringup" --profile big --demo import people people.csv
}
bakery() {
	rm -f "$XDG_STATE_HOME"/ringup/b.*
	"$ringup" --profile b --demo --speed instant run "$examples/bakery.ini"
}
# memory TEXT COMMAND...: the most that it ever held
memory() {
	text=$1
	shift
	printf '%-64s %8s kB\n' "$text" "$(/usr/bin/time -f %M "$@" 2>&1 >/dev/null </dev/null | tail -n 1)"
}

echo "$rows people in a CSV file of $(du -k people.csv | cut -f1) kB"
took "import: ringup" import
took "import: sqlite3 .import into the same indexes (floor)" floor
took "import of the same file again" "$ringup" --profile big import people people.csv
took "export people" "$ringup" --profile big export people -o people-out.csv
took "export: sqlite3 .mode csv in the same order (floor)" sqlite3 -csv floor.db "SELECT * FROM person ORDER BY name COLLATE NOCASE"
took "status of that store" "$ringup" --profile big status
took "version" "$ringup" version
took "country --json, 114 countries (start, open the facts, print)" "$ringup" country --json
took "a program that does nothing (floor of a start)" true
took "the whole bakery setup, simulated service at instant speed" bakery
"$TOP_BUILDDIR/bench-lists" lists.db "$rows"
if [ -x /usr/bin/time ]; then
	memory "memory: import again" "$ringup" --profile big import people people.csv
	memory "memory: export people" "$ringup" --profile big export people -o people-out.csv
	memory "memory: status of that store" "$ringup" --profile big status
	memory "memory: version" "$ringup" version
fi
printf '%-64s %8s kB\n' "the program's size" "$(du -k "$ringup" | cut -f1)"
