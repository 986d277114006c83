#!/bin/sh
# What is refused before anything leaves: an address without TLS, a certificate that does not check, redirects and links to
# another server, and every write of a tenant that may only be read. In each case no token and no secret went anywhere.
. "$(dirname "$0")/lib.sh"

tls_make
net_start --people 30 --numbers 30 --seats 30 --tls server.pem server.key
asked() { ask requests "SELECT count(*) FROM answer, json_each(j) WHERE json_extract(value, '\$.method') LIKE '$1'"; }
trapped() { same "$1: nobody came to the trap" 0 "$(ask trap "SELECT json_array_length(j) FROM answer")"; }
run() { limited 60 "$ringup" "$@"; }
# refused TEXT COMMAND...: it fails, in time, and says something.
refused() {
	text=$1
	shift
	limited 60 "$@" >out 2>err </dev/null
	code=$?
	claim "$([ $code -gt 0 ] && [ $code -lt 124 ]; echo $?)" "$text: it is refused ($code)"
	claim "$([ -s err ]; echo $?)" "$text: and it says why"
	no_secrets "$text"
}

# ---- no TLS ----
for far in http://192.0.2.1 http://graph.example http://127.0.0.1.example; do
	graph_url=$far profile far
	refused "Graph at $far" "$ringup" --profile far sync
	login_url=$far profile far
	refused "sign-in at $far" "$ringup" --profile far sync
	holds "Graph at $far: the sentence names what is allowed" https err
done
graph_url='' login_url=''
same "none of them asked anybody" 0 "$(asked %)"

# ---- TLS ----
secure=https://localhost:$tls_port
graph_url=$secure login_url=$secure profile other "ca_file = $work/other.pem"
refused "another authority" "$ringup" --profile other sync
graph_url=$secure login_url=$secure profile none
refused "no authority that knows it" "$ringup" --profile none sync
same "neither asked anything" 0 "$(asked %)"
graph_url=$secure login_url=$secure profile ca "ca_file = $work/ca.pem"
exits "the right authority" 0 run --profile ca sync
same "all are there" 30 "$(sql ca "SELECT count(*) FROM person")"
graph_url='' login_url=''

# ---- elsewhere ----
# away NAME RULE: a sync under the rule fails; a sound one goes on.
away() {
	rm -f "$XDG_STATE_HOME"/ringup/away.*
	profile away
	control POST forget '{}' >control.out
	fault "$2"
	refused "$1" "$ringup" --profile away sync
	same "$1: the fault came" 1 "$(ask faults "SELECT json_extract(j, '\$[0].fired') > 0 FROM answer")"
	trapped "$1"
	control DELETE faults >control.out
	exits "$1: a sound server" 0 run --profile away sync
	same "$1: then all are there" 30 "$(sql away "SELECT count(*) FROM person")"
}
control POST state '{"page":7}' >control.out
profile portal
fault '{"match":"POST /oauth2/","times":3,"do":"redirect"}'
exits "sign-in redirected, as a portal of the network does: waited for" 0 run --profile portal sync
trapped "sign-in redirected"
away "organization redirected" '{"match":"GET /organization","times":0,"do":"redirect"}'
away "people redirected" '{"match":"GET /users","nth":2,"times":0,"do":"redirect"}'
away "a page that leads elsewhere" '{"match":"GET /users","nth":2,"do":"foreign"}'

# ---- signing in again ----
control POST state '{"device_auto":1,"device_interval":1}' >control.out
method=device
profile person
exits "by device code" 0 run --profile person sync
same "all are there" 30 "$(sql person "SELECT count(*) FROM person")"
fault '{"match":"GET /users","do":"revoke"}'
exits "revoked in mid-run: the person is asked again" 0 run --profile person sync
same "and it happened" 1 "$(ask faults "SELECT json_extract(j, '\$[0].fired') FROM answer")"
no_secrets "signed in by a person"
control DELETE faults >control.out
control POST state '{"declined":true}' >control.out
refused "a person who says no" "$ringup" --profile person sync
control POST state '{"declined":false,"blocked":53003}' >control.out
refused "a tenant that blocks it" "$ringup" --profile person sync
control POST state '{"blocked":0}' >control.out
method=secret
profile wrong
right=$RINGUP_CLIENT_SECRET
RINGUP_CLIENT_SECRET=$planted-but-wrong
refused "a wrong secret" "$ringup" --profile wrong sync
RINGUP_CLIENT_SECRET=$right

# ---- read only ----
profile look
control POST forget '{}' >control.out
exits "a tenant that may only be read is read" 0 run --profile look --readonly sync
exits "and planned for" 3 run --profile look --readonly run "$net/plan.ini" --plan-only
refused "but not written to" "$ringup" --profile look --readonly apply
same "no write reached it" 0 "$(ask audit "SELECT json_array_length(j) FROM answer")"
same "nor was one tried, but for the sign-in" 0 "$(ask requests "SELECT count(*) FROM answer, json_each(j)
	WHERE json_extract(value, '\$.method') <> 'GET' AND json_extract(value, '\$.target') NOT LIKE '%/oauth2/%'")"

# ---- a crash ----
# Aborted while it holds its tokens, where the system would write a core file: none holds a secret.
# shellcheck disable=SC3045 # every shell that we meet knows it
ulimit -c unlimited 2>/dev/null
control POST forget '{}' >control.out
fault "{\"match\":\"GET /users\",\"do\":\"kill\",\"signal\":6,\"pidfile\":\"$work/pid\"}"
profile crash
limited 60 "$ringup" --profile crash sync >out 2>err </dev/null
same "it was aborted" 1 "$(ask faults "SELECT json_extract(j, '\$[0].fired') FROM answer")"
no_secrets "a crash"
finish
