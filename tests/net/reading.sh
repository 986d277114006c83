#!/bin/sh
# A tenant of 2,500 people is read whole, whatever goes wrong on the way; killed or interrupted, the next sync goes on at the
# page where it was.
. "$(dirname "$0")/lib.sh"

people=2500
net_start --people $people --numbers 700 --seats 10 --licensed 10 --assigned 4
control POST state '{"page":300}' >control.out # nine pages
pages=9
sync() { limited 120 "$ringup" --profile "$name" sync >out 2>err </dev/null; }
asked() { ask requests "SELECT count(*) FROM answer, json_each(j) WHERE json_extract(value, '\$.target') LIKE '$1'"; }

# whole TEXT: the store has what the server has.
whole() {
	same "$1: everybody is there" "$people" "$(sql "$name" "SELECT count(*) FROM person WHERE present = 1")"
	same "$1: each once, with the name" "$people" "$(sql "$name" "SELECT count(DISTINCT object_id) FROM person WHERE display_name <> '' AND upn LIKE 'p%@contoso.example'")"
	same "$1: usage locations" 10 "$(sql "$name" "SELECT count(*) FROM person WHERE usage_location_actual = 'US'")"
	same "$1: licences" $((people + 10)) "$(sql "$name" "SELECT count(*) FROM licence WHERE actual = 1")"
	same "$1: numbers" 700 "$(sql "$name" "SELECT count(*) FROM number WHERE owned_actual = 1")"
	same "$1: who has them" 4 "$(sql "$name" "SELECT count(*) FROM assignment WHERE number_actual IS NOT NULL")"
	same "$1: nothing was asked that Graph does not know" "[]" "$(ask summary "SELECT json_extract(j, '\$.violations') FROM answer")"
	same "$1: nothing was written" 0 "$(ask audit "SELECT json_array_length(j) FROM answer")"
	no_secrets "$1"
}

row=0
fresh() {
	row=$((row + 1))
	name=read$row
	profile "$name"
	control DELETE faults >control.out
	control POST forget '{}' >control.out
}

fresh
exits "a sound server" 0 sync
whole "a sound server"
same "the people took so many pages" $pages "$(asked '%/users/delta%')"

while IFS='|' read -r title rule <&3; do
	fresh
	fault "$rule"
	sync
	same "$title: read by itself" 0 $?
	same "$title: the fault came" 1 "$(ask faults "SELECT json_extract(j, '\$[0].fired') > 0 FROM answer")"
	whole "$title"
done 3<<-'TABLE'
	throttled|{"match":"GET /users","nth":3,"times":2,"do":"status","status":429,"retry_after":"0.5"}
	throttled, no time said|{"match":"GET /subscribedSkus","do":"status","status":429}
	unavailable|{"match":"GET /numberAssignments","do":"status","status":503,"retry_after":1}
	reset in mid-body|{"match":"GET /users","nth":4,"do":"reset"}
	half a JSON|{"match":"GET /users","nth":4,"do":"truncate"}
	half of the numbers|{"match":"GET /numberAssignments","do":"truncate"}
	closed without a word|{"match":"GET /users","nth":5,"do":"lost"}
	token over in mid-run|{"match":"GET /users","nth":6,"do":"expire"}
	all tokens revoked|{"match":"GET /users","nth":6,"do":"revoke"}
	drop by drop|{"match":"GET /users","nth":2,"do":"drip","milliseconds":10}
TABLE

# ---- stopped in the middle ----
while IFS='|' read -r title signal code <&3; do
	fresh
	fault "{\"match\":\"GET /users\",\"nth\":6,\"do\":\"kill\",\"signal\":$signal,\"pidfile\":\"$work/pid\"}"
	sync
	same "$title: it ended" "$code" $?
	control DELETE faults >control.out
	had=$(sql "$name" "SELECT count(*) FROM person")
	claim "$([ "$had" -ge 1200 ] && [ "$had" -lt $people ]; echo $?)" "$title: what came is kept ($had people)"
	exits "$title: the next goes on" 0 sync
	claim "$([ "$(asked '%/users/delta%')" -le $((pages + 2)) ]; echo $?)" "$title: at the page where it was ($(asked '%/users/delta%') pages asked for)"
	whole "$title"
done 3<<-'TABLE'
	killed|9|137
	interrupted|2|6
TABLE

finish
