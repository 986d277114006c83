#!/bin/sh
# Answers files that are not the two examples: other ways to call, other callers, addresses that are there already.
. "$(dirname "$0")/lib.sh"

cp "$examples"/*.csv .
# with KEY VALUE: the bakery's answers with another value for one key.
with() {
	sed "s|^$1 *=.*|$1 = $2|" "$examples/bakery.ini"
}

# ---- every way to call can be bought and assigned ----
for calling in international payg; do
	with calling $calling >calling.ini
	exits "$calling runs to its end" 0 "$ringup" --profile $calling --demo --speed instant run calling.ini
	same "$calling: five have a number" 5 "$(demo $calling "SELECT count(person) FROM number")"
done

# ---- nothing is bought against the answer, and it is said why ----
with buy nothing >nothing.ini
exits "buy = nothing needs a person" 4 "$ringup" --profile nothing --demo --speed instant run nothing.ini
holds "and says why" "fewer licences than people" err
same "nothing was bought" 0 "$(demo nothing "SELECT count(*) FROM purchase")"
with verified pending >pending.ini
exits "papers are waited for" 4 "$ringup" --profile pending --demo --speed instant run pending.ini
holds "which is said" "before the papers are accepted" err
exits "once they are accepted the rest follows" 0 "$ringup" --profile pending run "$examples/bakery.ini"

# ---- sellers that may not sell the add-ons are told before anything is bought ----
for answer in "bought_from godaddy R-052" "commitment monthly R-053" "bought_from partner R-054"; do
	# shellcheck disable=SC2086
	set -- $answer
	with "$1" "$2" >seller.ini
	exits "$2 can be planned" 3 "$ringup" --profile "seller-$2" --demo --speed instant run seller.ini --plan-only
	exits "$2 is a warning" 0 "$ringup" --profile "seller-$2" check
	holds "$2 by its rule" "$3" out
done

# ---- more callers than numbers ----
with callers all >all.ini
exits "more callers than numbers need a person" 4 "$ringup" --profile all --demo --speed instant run all.ini
holds "who is told how many" "9 people who call get no number" err
exits "every time" 4 "$ringup" --profile all run all.ini --json
same "as JSON too" person "$(json out '$.outcome')"

# ---- fewer callers than before ----
exits "the office" 0 "$ringup" --profile fewer --demo --speed instant run "$examples/bakery.ini"
with callers "ava.lindqvist@contosobakery.example, ben.osei@contosobakery.example" >two.ini
exits "two of the five" 0 "$ringup" --profile fewer run two.ini
exits "nobody loses a number without being asked" 0 "$ringup" --profile fewer export assignments
same "and the list of numbers says so" 5 "$(grep -c '+1425' out)"
exits "check tells who has one still" 0 "$ringup" --profile fewer check
same "each of them" 3 "$(grep -c 'not among those who call' out)"

# ---- a newer file of people ----
exits "people of a first file" 0 "$ringup" --profile newer --demo --speed instant run "$examples/bakery.ini"
{
	sed 's/Ben Osei/Benny Osei/; /liam.byrne/s/,Production,/,Office,/' bakery-people.csv
	sed -n '2s/ava.lindqvist/zed.new/gp' bakery-people.csv | sed 's/Ava Lindqvist/Zed New/; s/000000000001/000000000099/'
} >newer.csv
with quantity 7 | sed 's/^file *=.*/file = newer.csv/' >newer.ini
exits "a newer one" 0 "$ringup" --profile newer run newer.ini
same "renames" "Benny Osei" "$(sql newer "SELECT display_name FROM person WHERE upn LIKE 'ben.osei%'")"
same "adds without doubling" 16 "$(sql newer "SELECT count(*) FROM person")"
same "who moved to the office calls, and who is new" 7 "$(demo newer "SELECT count(person) FROM number")"

# ---- one of the tenant's own addresses, by its id alone ----
exits "the bakery" 0 "$ringup" --profile own --demo --speed instant run "$examples/bakery.ini"
cat >own.ini <<INI
[people]
file = bakery-people.csv
[licences]
callers = city:Bellevue
[address there]
location_id = $(sql own "SELECT location_id FROM place WHERE name = ''")
[numbers more]
country = US
state = WA
city = Seattle
quantity = 9
address = there
[assign]
match = auto
address = there/Office
INI
exits "an address may be given by its id alone" 0 "$ringup" --profile own run own.ini
same "it is not made twice" 1 "$(sql own "SELECT count(*) FROM address")"
same "all who call have a number" 14 "$(demo own "SELECT count(person) FROM number")"
finish
