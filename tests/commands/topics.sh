#!/bin/sh
# Topics from the command line: what is known without a profile, answers that are wrong, files that are written, and
# wishes that are planned, carried out once and taken back.
. "$(dirname "$0")/lib.sh"

# ---- without a profile ----
exits "the list of topics" 0 "$ringup" about
holds "begins with a newcomer's question" "Can I use this in Belgium?" out
exits "the same as JSON" 0 "$ringup" about --json
same "is an array" country "$(json out '$[0].topic')"
for topic in $(sqlite3 :memory: "SELECT value ->> '\$.topic' FROM json_each(readfile('out'))"); do
	exits "about $topic" 0 "$ringup" about "$topic"
	exits "about $topic as JSON" 0 "$ringup" about "$topic" --json
	same "names itself" "$topic" "$(json out '$.topic')"
done
exits "no profile was made" 1 test -e "$XDG_STATE_HOME/ringup/default.db"
exits "an unknown topic" 2 "$ringup" about weather
holds "says where the list is" "lists them" err
exits "a question that is not asked" 2 "$ringup" about network colour=red
holds "names those that are" "calls, video" err
exits "a number that is none" 1 "$ringup" about network calls=many
holds "says which are" "a whole number from" err
exits "a country that is none" 1 "$ringup" about plans country=Atlantis
holds "asks for its code" "two-letter code" err
exits "a wish needs a profile" 2 "$ringup" want credits
exits "a file of its own" 0 "$ringup" about emergency countries=FR -o labels.html
holds "is a page to print" "<!DOCTYPE html>" labels.html
exits "the sheet as a file" 0 "$ringup" about credits -o credits.txt
holds "is plain text" "Communications Credits" credits.txt
exits "a failure" 2 "$ringup" about credits colour=red -o credits.txt
holds "leaves the file as it was" "Communications Credits" credits.txt
exits "a folder that is not there" 1 "$ringup" about credits -o nowhere/credits.txt

# ---- a port: one plan, carried out once, and over ----
cp "$examples"/*.csv .
exits "the bakery" 0 "$ringup" --demo --speed instant run "$examples/bakery.ini"
exits "a topic that plans nothing" 2 "$ringup" want network
holds "says so" "plans nothing by itself" err
printf 'PhoneNumber\r\n+14255551235\r\n14255551236\r\n+33428000101\r\n425-BAKERY\r\n+18005550100\r\n' >numbers.csv
exits "a file with bad lines" 0 "$ringup" about port country=US file=numbers.csv
holds "names the foreign one by its line" "4" out
exits "cannot be planned" 5 "$ringup" want port country=US file=numbers.csv btn=+14255551234 account=B1 person=Ava \
	carrier=Oldtel service_address=here
printf 'PhoneNumber\n+14255551235\n14255551236\n+18005550100\n' >numbers.csv
exits "a file without bad lines" 0 "$ringup" want port country=US file=numbers.csv btn=+14255551234 account=B1 \
	person=Ava carrier=Oldtel service_address=here order=main
holds "makes an order a kind" "2 orders of 4 numbers" out
exits "which are in the plan" 3 "$ringup" plan --json
same "by their kind" port "$(json out '$.groups[0].kind')"
exits "and undone as an edit only in the wizard" 0 "$ringup" apply
exits "numbers came" 0 "$ringup" export numbers
holds "with the billing number" "+14255551234" out
holds "and the toll-free one" "+18005550100" out
exits "nothing is left" 0 "$ringup" plan
exits "the orders are over" 0 "$ringup" about ports
holds "as the service says" "Completed" out

# ---- hostile words are shown harmless, and come back unchanged ----
evil=$(printf 'a\033]0;owned\007"; rm -rf /; <b>')
exits "a hostile carrier" 0 "$ringup" about port "carrier=$evil"
same "has no escape sequence on the screen" 0 "$(tr -cd '\033' <out | wc -c | tr -d ' ')"
exits "and as JSON" 0 "$ringup" about port "carrier=$evil" --json
same "is valid" 1 "$(sqlite3 :memory: "SELECT json_valid(readfile('out'))")"

finish
