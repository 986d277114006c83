#!/bin/sh
# Whatever goes wrong on the way, and whenever the program dies: everybody ends with exactly what was planned, every write took
# effect once, and no token went elsewhere. A table of faults, each alone and with a kill -9; then what is refused from the start.
# FAULTS="name name" chooses rows; KILLS="1 5" at which write or journal state it is killed in the rows with a fault.
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

# ---- without a fault: what it takes, and what it may not take ----
fresh
fault "{\"match\":\"* /v1.0/\",\"times\":0,\"do\":\"look\",\"pidfile\":\"$work/pid\"}"
apply
same "a sound server: the apply ends well" 0 $?
done_how_often >once
same "ten get a usage location, a licence and a number, two move" "assign=10 licence=10 place=2 usageLocation=10" "$(cat once)"
audit "a sound server" "$name"
same "no secret stands on a command line" 0 "$(ask looked "SELECT count(*) FROM answer, json_each(j) WHERE value LIKE '%$planted%'")"
claim "$([ "$(ask looked "SELECT json_array_length(j) FROM answer")" -gt 0 ]; echo $?)" "and there were some to be seen"
same "the server was asked by no more than allowed at once" 1 "$(ask stats "SELECT json_extract(j, '\$.peak') <= 4 FROM answer")"
all=$(ask stats "SELECT json_extract(j, '\$.writes') FROM answer")

# ---- the table: name|does the apply end by itself?|rules ----
# ends: one run is enough. again: it stops with a reason, and a second one ends well.
table() {
	cat <<-'TABLE'
		throttled|ends|{"match":"PATCH|POST /v1.0/","nth":2,"times":3,"do":"status","status":429,"retry_after":1}
		throttled, decimal|ends|{"match":"* /assignNumber","times":2,"do":"status","status":429,"retry_after":"0.6"}
		throttled, no time said|ends|{"match":"* /assignLicense","times":2,"do":"status","status":429}
		throttled in a batch|ends|{"match":"PATCH /users/00000004","do":"status","status":429,"retry_after":1}
		unavailable|ends|{"match":"* /v1.0/","nth":3,"times":3,"do":"status","status":503}
		reset in mid-body|ends|{"match":"* /assignNumber","nth":2,"do":"reset"}
		reset of a licence|ends|{"match":"* /(assignLicense|\\$batch)","nth":2,"do":"reset"}
		half a JSON|ends|{"match":"* /(assignLicense|\\$batch)","nth":2,"do":"truncate"}
		half an operation|ends|{"match":"GET /operations","nth":2,"do":"truncate"}
		answer lost: usage location|ends|{"match":"PATCH /users/","nth":2,"do":"lost"}
		answer lost: licence|ends|{"match":"POST /assignLicense","nth":2,"do":"lost"}
		answer lost: number|ends|{"match":"POST /assignNumber","nth":3,"do":"lost"}
		answer lost: move|ends|{"match":"POST /(updateNumber|assignNumber)","do":"lost"}
		answer lost: batch|ends|{"match":"POST /\\$batch","do":"lost"}
		request lost|ends|{"match":"POST /assignNumber","nth":2,"do":"drop"}
		token over in mid-run|ends|{"match":"* /v1.0/","nth":6,"do":"expire"}
		token over again and again|ends|{"match":"POST /(assignLicense|assignNumber)","nth":2,"times":3,"do":"expire"}
		all tokens revoked|ends|{"match":"* /v1.0/","nth":9,"do":"revoke"}
		sign-in unavailable|ends|{"match":"POST /oauth2/","do":"status","status":503}
		drop by drop|ends|{"match":"* /v1.0/","nth":2,"times":6,"do":"drip","milliseconds":5}
		late|ends|{"match":"* /v1.0/","times":0,"do":"delay","milliseconds":60}
		redirected|again|{"match":"POST /assignNumber","nth":2,"do":"redirect"}
		redirected while reading|again|{"match":"GET /operations","nth":2,"do":"redirect"}
		operation elsewhere|again|{"match":"POST /assignNumber","nth":2,"do":"foreign"}
	TABLE
}

# chosen NAME: is the row asked for?
chosen() {
	[ -z "${FAULTS:-}" ] || case " $FAULTS " in *" $1 "*) ;; *) return 1 ;; esac
}

# rows DO: calls DO NAME ENDS RULE for each row.
rows() {
	table >table.txt
	# A rule may itself have a bar: it is the rest of its line.
	while IFS='|' read -r title ends rule <&3; do
		chosen "$(echo "$title" | tr ' ' '-')" && "$1" "$title" "$ends" "$rule"
	done 3<table.txt
}

alone() {
	fresh
	fault "$3"
	apply
	code=$?
	same "$1: the fault came" 1 "$(ask faults "SELECT json_extract(j, '\$[0].fired') > 0 FROM answer")"
	case $2 in
	ends)
		same "$1: the apply ends well by itself" 0 $code
		[ $code -eq 0 ] || sed 's/^/  | /' out err
		audit "$1" "$name"
		;;
	again)
		control DELETE faults >control.out
		goes_on "$1"
		;;
	esac
}
rows alone

# The same, killed by the server while it does the so-many-th write, before or after.
killed() {
	for at in ${KILLS:-3 14}; do
		for how in kill kill-before; do
			fresh
			fault "$3" "{\"match\":\"PATCH|POST /v1.0/\",\"nth\":$at,\"do\":\"$how\",\"pidfile\":\"$work/pid\"}"
			apply
			code=$?
			[ $code -eq 0 ] || same "$1, $how at write $at: it was killed, or stopped for a reason" 1 "$([ $code -ne 124 ]; echo $((1 - $?)))"
			control DELETE faults >control.out
			goes_on "$1, $how at write $at"
		done
	done
}
rows killed

# Without a fault of the server: killed at each state of the journal.
for state in before-sent sent submitted before-waiting waiting before-done 'done'; do
	for at in ${STATES:-1 4 11}; do
		fresh
		RINGUP_FAULT=kill:$state:$at
		export RINGUP_FAULT
		apply
		code=$?
		unset RINGUP_FAULT
		[ "$at" -gt 1 ] || same "kill:$state:$at comes" 137 $code
		goes_on "kill:$state:$at"
	done
done
finish
