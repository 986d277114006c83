# plan.sh: what the tests of an apply share: a plan of everything that Graph carries out, made once against a sound server, and
# the audit that says whether everybody has exactly that, each once.
# shellcheck shell=sh
. "$(dirname "$0")/lib.sh"

people=12

# ---- the plan: made once, against a server that is sound, and copied for each row ----


# Who is to have what, as the store has it: "upn US number place", a line each.
wanted() {
	sql "$1" "SELECT p.upn || ' ' || p.usage_location_wanted || ' ' || a.number_wanted || ' ' || pl.location_id
		FROM person p JOIN assignment a ON a.person_id = p.id JOIN place pl ON pl.id = a.place_wanted ORDER BY p.upn"
}

# What the server says they have, in the same form.
had() {
	ask summary "SELECT key || ' ' || json_extract(value, '\$.usageLocation') || ' ' || json_extract(value, '\$.numbers[0]') || ' '
		|| json_extract(value, '\$.places[0]') FROM answer, json_each(j, '\$.people') WHERE json_array_length(value, '\$.numbers') = 1
		AND json_extract(value, '\$.skus') = '[\"MCOTEAMS_ESSENTIALS\",\"O365_BUSINESS_PREMIUM\"]' ORDER BY key"
}

# How often each thing was done, over all: kind=times, and how many writes the server did without an effect: those were sent
# though they had been done before.
done_how_often() {
	ask summary "SELECT group_concat(kind || '=' || n, ' ') FROM (SELECT c.key AS kind, sum(c.value) AS n
		FROM answer, json_each(j, '\$.people') p, json_each(p.value, '\$.changes') c GROUP BY 1 ORDER BY 1)"
}
in_vain() {
	ask audit "SELECT count(*) FROM answer, json_each(j) WHERE json_extract(value, '\$.status') < 300
		AND json_array_length(value, '\$.effects') = 0 AND json_extract(value, '\$.path') NOT LIKE '%/userAssignments/%'"
}

# audit TEXT PROFILE
audit() {
	same "$1: everybody has what was planned" "$(cat planned)" "$(had)"
	same "$1: each once" "$(cat once)" "$(done_how_often)"
	same "$1: nothing was sent that had been done" 0 "$(in_vain)"
	same "$1: nothing was sent that Graph does not know" "[]" "$(ask summary "SELECT json_extract(j, '\$.violations') FROM answer")"
	same "$1: nobody came to the trap" 0 "$(ask trap "SELECT json_array_length(j) FROM answer")"
	same "$1: nothing is left to do" 0 "$(sql "$2" "SELECT count(*) FROM change")"
	same "$1: nothing is open" 0 "$(sql "$2" "SELECT count(*) FROM journal WHERE state IN ('intent', 'sent', 'doubt', 'waiting')")"
	no_secrets "$1"
}

net_start --people $people --numbers $((people + 2)) --seats $people --assigned 2
profile plan
exits "the tenant is read" 0 limited 60 "$ringup" --profile plan sync
exits "the emergency address is known from a script that read it" 0 limited 60 "$ringup" --profile plan import results "$net/addresses.jsonl"
exits "a plan is made" 3 limited 60 "$ringup" --profile plan run "$net/plan.ini" --plan-only
sql plan "UPDATE assignment SET place_wanted = (SELECT id FROM place WHERE name = 'Office') WHERE number_actual IS NOT NULL"
wanted plan >planned
same "it is for all" $people "$(wc -l <planned | tr -d ' ')"
same "nothing was written for it" 0 "$(ask audit "SELECT json_array_length(j) FROM answer")"
cp "$XDG_STATE_HOME/ringup/plan.db" kept-plan.db

# fresh: the tenant as it was, and a profile with the plan as it was made.
row=0
fresh() {
	row=$((row + 1))
	name=row$row
	control POST reset '{}' >control.out
	profile "$name" "${settings:-[http]}" "parallel = 4"
	cp kept-plan.db "$XDG_STATE_HOME/ringup/$name.db"
}
apply() { limited "${seconds:-120}" "$ringup" --profile "$name" apply --wait 90 >out 2>err </dev/null; }

# goes_on TEXT: applies until it is done; the server is sound by now, or becomes so.
goes_on() {
	exits "$1: it goes on" 0 limited 120 "$ringup" --profile "$name" apply --wait 90
	audit "$1" "$name"
}
