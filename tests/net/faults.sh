#!/bin/sh
# Whatever goes wrong on the way, and whenever the program dies: everybody ends with exactly what was planned, every write took
# effect once, and no token went elsewhere. A table of faults, each alone and with a kill -9 by the server at one of its writes.
# FAULTS="name name" chooses rows (blanks of a name are hyphens); KILLS="3 8 14" at which writes the program is killed.
. "$(dirname "$0")/plan.sh"

# ---- without a fault: what it takes, and what it may not take ----
echo "assign=10 licence=10 place=2 usageLocation=10" >once
sound() {
	fresh
	fault "{\"match\":\"* /v1.0/\",\"times\":0,\"do\":\"look\",\"pidfile\":\"$work/pid\"}"
	apply
	same "a sound server: the apply ends well" 0 $?
	audit "a sound server" "$name"
	same "no secret stands on a command line" 0 "$(ask looked "SELECT count(*) FROM answer, json_each(j) WHERE value LIKE '%$planted%'")"
	claim "$([ "$(ask looked "SELECT json_array_length(j) FROM answer")" -gt 0 ]; echo $?)" "and there were some to be seen"
	same "the server was asked by no more than allowed at once" 1 "$(ask stats "SELECT json_extract(j, '\$.peak') <= 4 FROM answer")"
}

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

# The same, killed by the server when the so-many-th write came: in turns before it did it and behind.
turn=0
killed() {
	for at in ${KILLS:-$((3 + turn % 5 * 3))}; do
		turn=$((turn + 1))
		how=$([ $((turn % 2)) -eq 0 ] && echo kill || echo kill-before)
		fresh
		fault "$3" "{\"match\":\"PATCH|POST /v1.0/\",\"nth\":$at,\"do\":\"$how\",\"pidfile\":\"$work/pid\"}"
		apply
		code=$?
		[ "$(ask faults "SELECT json_extract(j, '\$[1].fired') FROM answer")" -eq 0 ] || same "$1, $how at write $at: it died" 137 $code
		control DELETE faults >control.out
		goes_on "$1, $how at write $at"
	done
}
# Two programs, side by side: this one, and faults-killed.sh.
case ${part:-alone} in
alone)
	sound
	rows alone
	;;
killed) rows killed ;;
esac
finish
