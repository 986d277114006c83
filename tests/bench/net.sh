#!/bin/sh
# make bench: the real service against a server on loopback: reading 100,000 people, assigning 10,000 numbers. Each figure
# stands beside what curl --parallel needs for the same requests, to the same server, with as many at once. Nothing here passes
# or fails. PEOPLE (100000), ASSIGN (10000), AT_ONCE ("8 64") and LATENCY (50 milliseconds) set the sizes.
. "$(dirname "$0")/../net/lib.sh"

people=${PEOPLE:-100000}
assign=${ASSIGN:-10000}
latency=${LATENCY:-50}

# figure TEXT VALUE UNIT
figure() { printf '%-72s %12s %s\n' "$1" "$2" "$3"; }

# timed COMMAND...: its seconds and its largest memory in the file time: "12.34 5678".
timed() { /usr/bin/time -o time -f '%e %M' "$@" >out 2>err </dev/null; }
seconds() { tail -n 1 time | cut -d' ' -f1; }
memory() { tail -n 1 time | cut -d' ' -f2; }
rate() { awk -v n="$1" -v s="$2" 'BEGIN { printf "%.0f", (s > 0) ? n / s : 0 }'; }
asked() { ask stats "SELECT json_extract(j, '\$.$1') FROM answer"; }

token() {
	curl -sS "$url/contoso.example/oauth2/v2.0/token" -d grant_type=client_credentials -d client_id="$client" \
		-d scope=https://graph.microsoft.com/.default --data-urlencode "client_secret=$RINGUP_CLIENT_SECRET" >token.out
	json token.out '$.access_token'
}

# replay N: sends again what the server was asked, with curl; it must have been started anew.
replay() {
	sed "s/TOKEN/$(token)/" replay.txt >replay.now
	control POST forget '{}' >control.out
	timed curl -fsS --no-progress-meter --parallel --parallel-immediate --parallel-max "$1" -K replay.now
}

# ---- reading ----
net_start --people "$people" --numbers 0 --seats 0
profile big
"$ringup" --profile big sync >out 2>err </dev/null || { cat out err; exit 1; } # the server keeps the pages that it has made
rm -f "$XDG_STATE_HOME"/ringup/big.*
control POST forget '{}' >control.out
timed "$ringup" --profile big sync
figure "sync of $people people: ringup" "$(seconds)" s
figure "  requests" "$(asked requests)" ""
figure "  memory" "$(memory)" kB
figure "  store" "$(du -k "$XDG_STATE_HOME/ringup/big.db" | cut -f1)" kB
control GET replay >replay.txt
replay 1
[ -s err ] && sed 's/^/  | /' err
figure "  the same pages: curl, one after the other (floor)" "$(seconds)" s
timed "$ringup" --profile big sync
figure "sync again, nothing has changed (delta)" "$(seconds)" s

# ---- assigning ----
# A plan of so many numbers, made by rule.
plan_numbers() {
	"$ringup" --profile "$1" import results "$net/addresses.jsonl" >out 2>err </dev/null || { cat out err; exit 1; }
	sql "$1" "UPDATE person SET calls = 1;
		INSERT INTO assignment (person_id, number_wanted, place_wanted, locked)
			SELECT p.id, n.e164, (SELECT id FROM place WHERE name = 'Office'), 1 FROM (SELECT id, row_number() OVER (ORDER BY id) r FROM person) p
			JOIN (SELECT e164, row_number() OVER (ORDER BY e164) r FROM number) n ON n.r = p.r;
		UPDATE organization SET notify_method = 'none'"
}
# begin LATENCY: the tenant as it was, on the same port.
begin() {
	control POST reset '{}' >control.out
	control POST state "{\"latency\":$1}" >control.out
}

net_start --people "$assign" --numbers "$assign" --seats "$assign" --licensed "$assign"
profile many
"$ringup" --profile many sync >out 2>err </dev/null || { cat out err; exit 1; }
plan_numbers many
cp "$XDG_STATE_HOME/ringup/many.db" kept-many.db
for at_once in ${AT_ONCE:-8 64}; do
	begin "$latency"
	profile many "[http]" "parallel = $at_once"
	cp kept-many.db "$XDG_STATE_HOME/ringup/many.db"
	timed "$ringup" --profile many apply assign
	done=$(ask audit "SELECT count(*) FROM answer, json_each(j) WHERE json_extract(value, '\$.effects[0]') LIKE 'assign %'")
	requests=$(asked requests)
	figure "$done assignments, $latency ms, $at_once at once: ringup" "$(seconds)" s
	figure "  requests" "$requests" ""
	figure "  requests per second" "$(rate "$requests" "$(seconds)")" /s
	figure "  peak in flight" "$(asked peak)" ""
	figure "  memory" "$(memory)" kB
	control GET replay >replay.txt
	begin "$latency"
	replay "$at_once"
	figure "  the same requests: curl --parallel --parallel-max $at_once" "$(seconds)" s
	figure "  requests per second" "$(rate "$(asked requests)" "$(seconds)")" /s
	figure "  peak in flight" "$(asked peak)" ""
	figure "  memory" "$(memory)" kB
done
begin 0
replay 64
figure "the server's own limit: the same without latency, 64 at once, curl" "$(rate "$(asked requests)" "$(asked seconds)")" /s
