# lib.sh: what tests against the test servers share: starting them, a profile that uses them, faults, and the search for secrets.
# Source it instead of tests/commands/lib.sh, which it sources.
# shellcheck shell=sh
. "$(dirname "$0")/../commands/lib.sh"

net=$top/tests/net
python=${PYTHON3:-/usr/bin/python3}
client=6c1f2a10-aaaa-4bbb-8ccc-0123456789ab
# Every secret of the servers begins with this word: it must be found nowhere.
planted=PLANTED
RINGUP_CLIENT_SECRET="$planted~secret+&=%/1"
RINGUP_SMTP_PASSWORD="$planted-smtp-password"
AZURE_MAPS_KEY="$planted-maps-key"
export RINGUP_CLIENT_SECRET RINGUP_SMTP_PASSWORD AZURE_MAPS_KEY PYTHONDONTWRITEBYTECODE=1
server=''
trap 'net_stop; rm -rf "$work"' EXIT
trap 'exit 1' INT TERM
unset http_proxy https_proxy all_proxy HTTP_PROXY HTTPS_PROXY ALL_PROXY

# net_start [OPTION...]: the servers of server.py in the background; $port, $trap_port, $tls_port and $url are theirs.
net_start() {
	net_stop
	rm -f ready
	mkfifo ready
	"$python" "$net/server.py" --ready ready "$@" >server.out 2>server.err &
	server=$!
	words=$(timeout 60 head -n 1 ready)
	if [ -z "$words" ]; then
		echo "the test servers did not start:"
		cat server.err
		exit 1
	fi
	port=$(echo "$words" | sed -n 's/.*PORT \([0-9]*\).*/\1/p')
	trap_port=$(echo "$words" | sed -n 's/.*TRAP \([0-9]*\).*/\1/p')
	tls_port=$(echo "$words" | sed -n 's/.*TLS \([0-9]*\).*/\1/p')
	url=http://127.0.0.1:$port
}

net_stop() {
	[ -z "$server" ] || kill -9 "$server" 2>/dev/null
	[ -z "$server" ] || wait "$server" 2>/dev/null
	server=''
}

# control METHOD PATH [BODY]: asks the servers; the answer on standard output.
control() {
	kill -0 "$server" 2>/dev/null || { echo "the test servers are gone:"; cat server.err; } >&2
	if [ $# -gt 2 ]; then
		curl -sS --max-time 60 -X "$1" --data-binary "$3" "$url/control/$2"
	else
		curl -sS --max-time 60 -X "$1" "$url/control/$2"
	fi
}

# fault RULE [RULE...]: JSON objects of faults.py.
fault() {
	for rule; do
		control POST faults "$rule" >control.out
		[ "$(cat control.out)" = '{}' ] || { echo "the fault was refused: $rule"; cat control.out; exit 1; }
	done
}

# ask PATH QUERY: a value of the JSON under /control/PATH by an SQL expression over $json (json_each, json_extract).
# "SELECT json_extract(:j, '\$.peak')" and the like: write J for the text.
ask() {
	control GET "$1" >control.out
	sqlite3 :memory: "WITH answer (j) AS (SELECT CAST(readfile('control.out') AS TEXT)) $2"
}

# tls_make: a certificate authority (ca.pem), a server certificate of localhost and 127.0.0.1 (server.pem, server.key), an
# authority that has nothing to do with it (other.pem), and a client's certificate (client.pem, client.key).
tls_make() {
	for name in ca other client; do
		openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj "/CN=ringup test $name" -keyout $name.key -out $name.pem 2>tls.err
	done
	chmod 600 client.key
	openssl req -newkey rsa:2048 -nodes -subj /CN=localhost -keyout server.key -out server.csr 2>tls.err
	printf 'subjectAltName = DNS:localhost, IP:127.0.0.1\n' >server.ext
	openssl x509 -req -in server.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 2 -extfile server.ext -out server.pem 2>tls.err
}

# profile NAME [LINE...]: a configuration of a real tenant at the test servers, signed in by secret; further lines as they are
# ("[http]" "parallel = 4").
profile() {
	name=$1
	shift
	mkdir -p "$XDG_CONFIG_HOME/ringup"
	{
		printf '[tenant]\nservice = graph\ntenant = contoso.example\n'
		printf '[signin]\nmethod = %s\nclient_id = %s\nsecret_env = RINGUP_CLIENT_SECRET\n' "${method:-secret}" $client
		printf '[endpoints]\ngraph = %s\nlogin = %s\n' "${graph_url:-$url}" "${login_url:-$url}"
		[ $# -eq 0 ] || printf '%s\n' "$@"
	} >"$XDG_CONFIG_HOME/ringup/$name.ini"
}

# limited SECONDS COMMAND...: runs it with its process id in the file pid, for rules that kill it. 124: out of time.
limited() {
	seconds=$1
	shift
	# shellcheck disable=SC2016 # the inner shell's own number, which exec keeps
	timeout "$seconds" sh -c 'echo $$ >"$0"; exec "$@"' "$work/pid" "$@"
}

# no_secrets TEXT [FILE...]: no planted secret stands in the store and its files, in logs, configuration or what was written
# in this test's folder (but for what the test itself keeps: *.key, server files, control.out), nor in the files named.
no_secrets() {
	text=$1
	shift
	found=$(grep -rlaF --exclude='*.key' --exclude='control.out' --exclude='server.*' --exclude='kept-*' -- "$planted" "$work" "$@" 2>/dev/null)
	same "$text: no secret was left behind" "" "$found"
}
