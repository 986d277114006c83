#!/bin/sh
# The sign-in without a screen: every way, what a person is told and where, what is kept, and that no secret shows.
. "$(dirname "$0")/../net/lib.sh"

# more NAME LINE...: further keys of [signin].
more() {
	name=$1
	shift
	for line; do
		sed -i "/^\\[signin\\]/a $line" "$XDG_CONFIG_HOME/ringup/$name.ini"
	done
}

# behind NAME COMMAND: ringup behind the test, as $pid; told PATTERN: the next line that it says on stderr and that holds it.
behind() {
	rm -f says
	mkfifo says
	"$ringup" --profile "$1" "$2" >out 2>says </dev/null &
	pid=$!
	exec 3<says
}
told() {
	timeout 60 sed -n "/$1/{p;q}" <&3
}

tls_make
net_start --certificate client.pem --people 20
control POST state '{"device_interval": 1, "device_auto": 1}' >control.out

# ---- an application ----
profile app
exits "a secret signs in" 0 "$ringup" --profile app signin
holds "and says to what" "Signed in to" out
exits "the same for programs" 0 "$ringup" --profile app signin --json
same "signed in" 1 "$(json out '$.signed_in')"
same "by the secret" secret "$(json out '$.method')"
same "to this tenant" contoso.example "$(json out '$.tenant')"
same "nothing is kept" 0 "$(json out '$.kept')"

RINGUP_CLIENT_SECRET=PLANTED-wrong exits "a wrong secret is refused" 5 "$ringup" --profile app signin
holds "with the next step" "The client secret is wrong" err
holds "and what support asks for" "AADSTS7000215" err
RINGUP_CLIENT_SECRET='' exits "no secret is a question of usage" 2 "$ringup" --profile app signin
holds "that names the variable" "RINGUP_CLIENT_SECRET" err

method=certificate profile cert
more cert "certificate = $work/client.pem" "key = $work/client.key"
exits "a certificate signs in" 0 "$ringup" --profile cert signin
chmod 644 client.key
exits "a key that others may read does not" 2 "$ringup" --profile cert signin
holds "and is named" "chmod 600 $work/client.key" err
chmod 600 client.key

# ---- a person ----
method=device profile person
exits "a person signs in by a code" 0 "$ringup" --profile person signin
holds "which is shown" "type the code K7QX" err
holds "with the page" "https://microsoft.com/devicelogin" err
holds "nothing is kept unless one says so" "remember = yes" out
[ ! -e "$XDG_STATE_HOME/ringup/person.token" ]
claim $? "there is no file"

control POST state '{"declined": true}' >control.out
exits "a person who declines ends it" 4 "$ringup" --profile person signin
holds "in words" "declined" err
control POST state '{"declined": false, "blocked": 53003}' >control.out
exits "so does a rule of the tenant" 4 "$ringup" --profile person signin
holds "which names the other way" "method = browser" err
exits "the same for programs" 4 "$ringup" --profile person signin --json
same "not signed in" 0 "$(json out '$.signed_in')"
control POST state '{"blocked": 0}' >control.out

# ---- the browser ----
method=browser profile browser
behind browser signin
start=$(told 'http:' | sed 's/.*\(http:[^ ]*\) .*/\1/')
page=$(curl -sS --max-time 20 -o page -w '%{redirect_url}' "$start")
back=$(curl -sS --max-time 20 -o page -w '%{redirect_url}' "$page")
same "an answer with another state is refused" 404 "$(curl -sS --max-time 20 -o page -w '%{http_code}' "${back%state=*}state=guessed")"
same "the browser's answer is taken" 200 "$(curl -sS --max-time 20 -o page -w '%{http_code}' "$back")"
wait $pid
same "a person signs in with the browser" 0 $?
holds "and is told" "Signed in to" out

# ---- what is kept ----
method=device profile kept
more kept "remember = yes"
token=$XDG_STATE_HOME/ringup/kept.token
exits "a sign-in that is kept" 0 "$ringup" --profile kept signin
holds "says so" "ringup signout" out
same "only its owner may read it" 600 "$(stat -c %a "$token")"
exits "the next one asks nobody" 0 "$ringup" --profile kept signin
same "nothing is said on stderr" "" "$(cat err)"
chmod 640 "$token"
exits "a file that others may read is not used" 2 "$ringup" --profile kept signin
holds "and the way out is named" "ringup signout" err
chmod 600 "$token"
control POST revoke >control.out
exits "a revoked one asks again" 0 "$ringup" --profile kept signin
holds "with a code" "type the code" err
cp "$token" kept-before
exits "signing out" 0 "$ringup" --profile kept signout
holds "says what it did" "destroyed" out
[ ! -e "$token" ]
claim $? "the file is gone"
exits "signing out twice" 0 "$ringup" --profile kept signout
holds "is no error" "nothing was kept" out

# ---- in the middle of the work ----
method=device profile middle
fault '{"match": "GET /users", "do": "revoke"}'
exits "a sync whose sign-in is revoked asks again and goes on" 0 "$ringup" --profile middle sync
same "with a second code" 2 "$(grep -c 'type the code' err)"
same "everybody was read" 20 "$(sql middle "SELECT count(*) FROM person")"
control DELETE faults >control.out
fault '{"match": "GET /users", "do": "revoke"}'
control POST state '{"device_auto": 0}' >control.out
rm "$XDG_STATE_HOME/ringup/middle.db"
behind middle sync
told 'type the code' >/dev/null
control POST approve '{}' >control.out
told 'type the code' >/dev/null
control POST state '{"declined": true}' >control.out
wait $pid
same "one whose person declines then needs a person" 4 $?
control DELETE faults >control.out
control POST state '{"declined": false, "device_auto": 1}' >control.out

# ---- what stands against it ----
fault '{"match": "POST /oauth2/", "do": "redirect", "times": 0}'
exits "a redirect is not followed" 1 "$ringup" --profile app signin
holds "and says so" "another address" err
same "so nobody else got anything" 0 "$(ask trap "SELECT json_array_length(j) FROM answer")"
control DELETE faults >control.out

# ---- how an administrator lets ringup in ----
"$ringup" about registration >guide
grep -ohE '[A-Z][A-Za-z]*\.(Read|ReadWrite|Delete)\.All|Mail\.Send' "$top/core/service/graph/pace.c" \
	"$top/core/service/powershell/runner.c" | sort -u >scopes
while read -r scope; do
	holds "the guide names what is asked for" "$scope" guide
done <scopes
exits "the guide for an application in another cloud" 0 "$ringup" about registration method=certificate cloud=usgov \
	tenant=contoso.example client="$client" --json
holds "has that cloud's portal" "https://portal.azure.us" out
holds "and its consent address" "https://login.microsoftonline.us/contoso.example/adminconsent?client_id=$client" out

exits "a simulated tenant" 0 "$ringup" --profile demo --demo status
exits "needs none" 2 "$ringup" --profile demo signin
rm -f "$token"
no_secrets "after all of it"
finish
