#!/bin/sh
# Coordinates are found by Azure Maps or Nominatim, taken by a person, doubted where they lie elsewhere, and never called valid.
. "$(dirname "$0")/lib.sh"

net_start --people 1 --numbers 0 --plug-in "$net/geocode.py"
mkdir -p "$XDG_CONFIG_HOME/ringup"
# provider NAME [LINE]: of the profile maps.
provider() {
	printf '[geocode]\nprovider = %s\nurl = %s\nkey_env = AZURE_MAPS_KEY\n%s\n' "$1" "$url" "${2:-}" >"$XDG_CONFIG_HOME/ringup/maps.ini"
}
address() {
	printf '[address %s]\ncompany_name = Atelier\nhouse_number = 12\nstreet_name = %s\ncity = %s\npostal_code = %s\ncountry = FR\nlatitude = 48.8594\nlongitude = 2.3649\n' "$1" "$2" "$3" "$4"
}
point() { sql maps "SELECT latitude || ' ' || longitude || ' ' || street_name || ' ' || postal_code FROM address WHERE name = '$1'"; }
{
	printf '[organization]\nname = Atelier\ncountry = FR\n'
	address lyon 'rue de la republique' Lyon 69002
	address typo 'rue de la Republik' Lyon 69001
	address berlin 'rue de Berlin' Berlin 69002
	address nowhere 'rue sans nom' Nulle-Part 75001
} >answers.ini
maps() { "$ringup" --demo --profile maps "$@"; }
exits "the addresses are planned" 3 maps run answers.ini --plan-only
sql maps "UPDATE address SET latitude = '', longitude = '' WHERE name <> 'nowhere'"
exits "what lacks them is a problem of the plan" 4 maps check
holds "by its name" "lyon: Latitude and longitude are needed" out

# ---- no provider ----
exits "off by default" 2 maps geocode lyon
holds "and it is said how to go on" "[geocode]" err
exits "figures are entered without one" 0 maps geocode lyon --at '45,765712; 4,836345'
same "and kept with decimal points" "45.765712 4.836345 rue de la republique 69002" "$(point lyon)"
holds "what was compared is said" "Compared with the country" out
holds "and that nothing is validated" "nothing is validated" out
exits "swapped ones are asked about" 4 maps geocode lyon --at 4.836345,45.765712
holds "in words" "look swapped" err
exits "and kept all the same, when a person insists" 0 maps geocode lyon --at 4.836345,45.765712 --yes
same "as they were given" "4.836345 45.765712 rue de la republique 69002" "$(point lyon)"
exits "the plan's problems tell of them" 4 maps check
holds "with the address" "lyon: These two look swapped" out
exits "what is no pair is refused" 2 maps geocode lyon --at north
exits "one figure is no pair" 2 maps geocode lyon --at 45.7

# ---- Azure Maps ----
provider azure
exits "what was found is listed" 0 maps geocode lyon
holds "the house" "12 rue de la République, 69002 Lyon" out
holds "and how well it fits" "to the house" out
holds "and what fits roughly" roughly out
holds "with the distance" km out
holds "found is not validated" "Found, not validated. Azure Maps" out
same "nothing was changed by looking" "4.836345 45.765712 rue de la republique 69002" "$(point lyon)"
exits "one is taken" 0 maps geocode lyon --take 1
same "coordinates, and no text" "45.765712 4.836345 rue de la republique 69002" "$(point lyon)"
maps geocode typo --json >out 2>err
same "the differences are in the JSON" "street_name rue de la République" "$(json out '$.found[0].differences[0].field') $(json out '$.found[0].differences[0].theirs')"
same "and that it is not validated" 0 "$(json out '$.validated')"
same "without a point there is no distance" null "$(sqlite3 :memory: "SELECT json_type(readfile('out'), '\$.found[0].metres')")"
exits "the correction is taken with it" 0 maps geocode typo --take 1 --correct
same "text and coordinates" "45.765712 4.836345 rue de la République 69002" "$(point typo)"
exits "there is no third" 2 maps geocode lyon --take 3
exits "nothing found is an error of its own" 1 maps geocode nowhere
holds "with the way on" "--at" err
exits "what lies in another country is doubted" 4 maps geocode berlin --take 1
holds "in words" "not lie in the country" err
control POST state '{"maps_key": "another"}' >control.out
exits "a wrong key is told" 5 maps geocode lyon
holds "by the name of its variable" AZURE_MAPS_KEY err
control POST state "{\"maps_key\": \"$AZURE_MAPS_KEY\"}" >control.out
fault '{"match": "GET /geocode", "do": "redirect"}'
exits "a redirect is not followed" 5 maps geocode lyon
same "and nobody came there" "[]" "$(control GET trap)"
fault '{"match": "GET /geocode", "do": "truncate"}'
exits "half an answer is none" 1 maps geocode lyon
exits "without the key it says which is missing" 2 env -u AZURE_MAPS_KEY "$ringup" --demo --profile maps geocode lyon

# ---- Nominatim ----
provider nominatim
exits "another provider finds it too" 0 maps geocode lyon
holds "and whose data it is" "© OpenStreetMap contributors" out
same "the key went to Azure Maps only" 0 "$(ask requests "SELECT count(*) FROM answer, json_each(j) WHERE json_extract(value, '\$.target') LIKE '%PLANTED%'")"

# ---- where it may be asked ----
sed 's|^url.*|url = http://maps.example|' "$XDG_CONFIG_HOME/ringup/maps.ini" >plain.ini
cp plain.ini "$XDG_CONFIG_HOME/ringup/maps.ini"
exits "plain http leaves this machine never" 1 maps geocode lyon

# ---- what was validated is settled ----
provider nominatim
sql maps "UPDATE address SET actual = 'Valid', civic_id = 'c1' WHERE name = 'lyon'"
exits "a validated address is not changed" 5 maps geocode lyon --take 1
exits "an unknown address is told" 1 maps geocode paris
no_secrets "coordinates"
finish
