#!/bin/sh
# Letters by SMTP: each person gets one, encrypted and signed in, whatever the server says and whenever ringup is killed;
# what may have been sent is sent again only by a person's word.
. "$(dirname "$0")/lib.sh"

mail_server=''
trap 'mail_stop; rm -rf "$work"' EXIT

mail_stop() {
	[ -z "$mail_server" ] || kill -9 "$mail_server" 2>/dev/null
	[ -z "$mail_server" ] || wait "$mail_server" 2>/dev/null
	mail_server=''
}

# mail_start [OPTION...]: smtp.py in the background; $port is its own.
mail_start() {
	mail_stop
	rm -f server.port mail.log
	mkfifo ready
	"$python" "$net/smtp.py" --ready ready --log mail.log "$@" >server.out 2>server.err &
	mail_server=$!
	port=$(timeout 60 head -n 1 ready)
	rm -f ready
	if [ -z "$port" ]; then
		echo "the mail server did not start:"
		cat server.err
		exit 1
	fi
}

# settings [LINE...]: the configuration; "url = ..." and the like in place of the usual lines.
settings() {
	mkdir -p "$XDG_CONFIG_HOME/ringup"
	{
		printf '[endpoints]\nca_file = %s\n[mail]\nrate = 6000\nfrom = %s\n' "${ca:-$work/ca.pem}" "${from:-Contoso IT <it@contoso.example>}"
		[ $# -eq 0 ] || printf '%s\n' "$@"
	} >"$XDG_CONFIG_HOME/ringup/ringup.ini"
}

# tenant NAME [FILE.csv]: a demo tenant where all is done but the letters, which are to go by SMTP.
tenant() {
	sed "s/^method *=.*/method = none/; s/^file *= *bakery-people.csv/file = ${2:-bakery-people.csv}/" "$examples/bakery.ini" >"$1.ini"
	exits "$1: the tenant is set up" 0 "$ringup" --profile "$1" --demo --speed instant run "$1.ini"
	sql "$1" "UPDATE organization SET notify_method = 'smtp'"
}

# taken: who got how many letters: "1 ava.lindqvist 1 ben.osei ...".
taken() {
	sed -n 's/^{"taken": "\([^"@]*\)@.*/\1/p' mail.log | sort | uniq -c | tr -s ' \n' ' ' | sed 's/^ //; s/ $//'
}
noted() { # noted WORD: how many lines of the log have this member
	grep -c "\"$1\":" mail.log
}
letters() { # letters PROFILE: their states and causes in the journal, the last of each
	sql "$1" "SELECT group_concat(n || ' ' || w, ', ') FROM (SELECT count(*) n, trim(state || ' ' || cause) w FROM journal WHERE id IN (SELECT max(id) FROM journal WHERE kind = 'notice' GROUP BY key) GROUP BY w ORDER BY w)"
}
everybody='1 ava.lindqvist 1 ben.osei 1 chloe.ohara 1 dmitri.volkov 1 emi.tanaka'

cp "$examples"/*.csv .
tls_make

# ---- encrypted and signed in ----
tenant good
mail_start --tls starttls --cert server.pem --key server.key --auth "it:$RINGUP_SMTP_PASSWORD"
settings "url = smtp://localhost:$port" 'user = it'
exits "a test to oneself" 0 "$ringup" --profile good notify --test me@contoso.example
holds "says what the server answered" "queued as 4711" out
same "went there only" "1 me" "$(taken)"
holds "its subject says that it is a test" "Subject: [Test] Your new phone number" mail.log
: >mail.log
exits "letters over STARTTLS" 0 "$ringup" --profile good apply notify
same "everybody got one" "$everybody" "$(taken)"
same "each encrypted" 5 "$(grep -c '"tls": true' mail.log)"
same "each signed in" 5 "$(grep -c '"user": "it"' mail.log)"
same "over one connection" 1 "$(noted auth)"
exits "who was told" 0 "$ringup" --profile good notify --json
cp out good.json
same "all of them, by SMTP" 5,5 "$(sqlite3 :memory: "SELECT sum(value ->> '\$.state' = 'sent') || ',' || sum(value ->> '\$.method' = 'smtp') FROM json_each(readfile('good.json'))")"
same "the mails are well-formed" "" "$("$python" "$net/mime.py" good.json mail.log)"
exits "again: nothing is left" 0 "$ringup" --profile good apply notify
same "and nobody got another" "$everybody" "$(taken)"
exits "no failure to repeat" 0 "$ringup" --profile good notify --failed
same "nor then" "$everybody" "$(taken)"

tenant direct
mail_start --tls smtps --cert server.pem --key server.key --auth "it:$RINGUP_SMTP_PASSWORD"
settings "url = smtps://localhost:$port" 'user = it'
exits "letters over TLS from the start" 0 "$ringup" --profile direct apply notify
same "everybody got one of them" "$everybody" "$(taken)"

# ---- what must not be sent, is not ----
tenant strict
ca=$work/other.pem
mail_start --tls starttls --cert server.pem --key server.key
settings "url = smtp://localhost:$port"
exits "a certificate of somebody else" 5 "$ringup" --profile strict apply notify
same "lets nothing out" "" "$(taken)"
same "and is why" "5 failed mail-barred" "$(letters strict)"
ca=$work/ca.pem
mail_start
settings "url = smtp://localhost:$port"
exits "no encryption offered" 5 "$ringup" --profile strict apply notify
same "lets nothing out either" "0 " "$(noted taken) $(taken)"
mail_start --tls starttls --cert server.pem --key server.key --auth "it:another password"
settings "url = smtp://localhost:$port" 'user = it'
exits "a wrong password" 5 "$ringup" --profile strict apply notify
same "is tried once, not five times" 1 "$(noted auth)"
unset RINGUP_SMTP_PASSWORD
exits "a password that is not set" 4 "$ringup" --profile strict apply notify
holds "is named" RINGUP_SMTP_PASSWORD err
RINGUP_SMTP_PASSWORD="$planted-smtp-password"
export RINGUP_SMTP_PASSWORD
settings "url = smtp://mail.example:25" 'tls = none'
exits "plain mail to another machine" 1 "$ringup" --profile strict apply notify
settings "url = smtp://mail.example:25"
exits "mail about simulated numbers to another machine" 4 "$ringup" --profile strict apply notify
holds "is refused" "simulated" err

# ---- a server that says no ----
for stage in connect mail rcpt data; do
	tenant "later-$stage"
	mail_start --fault "$stage=451*1"
	settings "url = smtp://127.0.0.1:$port" 'tls = none'
	exits "not now at $stage" 0 "$ringup" --profile "later-$stage" apply notify
	same "is tried again until all have one ($stage)" "$everybody" "$(taken)"
done
for stage in mail rcpt data; do
	address=chloe
	[ $stage != mail ] || address=it
	tenant "no-$stage"
	mail_start --fault "$stage=550@$address*1"
	settings "url = smtp://127.0.0.1:$port" 'tls = none'
	exits "no at $stage" 5 "$ringup" --profile "no-$stage" apply notify
	same "fails one, and the rest goes on ($stage)" "4 done, 1 failed mail-refused" "$(letters "no-$stage")"
	exits "failures again ($stage)" 0 "$ringup" --profile "no-$stage" notify --failed
	same "bring that one and no other ($stage)" "$everybody" "$(taken)"
done

# ---- a link that breaks ----
tenant lost
mail_start --fault drop@chloe*1 --fault lose@ben*1
settings "url = smtp://127.0.0.1:$port" 'tls = none'
exits "a link that breaks after the text" 5 "$ringup" --profile lost apply notify
same "leaves two of which nobody knows" "3 done, 2 failed mail-unknown" "$(letters lost)"
exits "the list tells of them" 0 "$ringup" --profile lost notify
holds "with the reason" "it is not known whether the message was sent" out
exits "another apply" 4 "$ringup" --profile lost apply
same "does not send them again" "1 ava.lindqvist 1 chloe.ohara 1 dmitri.volkov 1 emi.tanaka" "$(taken)"
exits "a person's word" 0 "$ringup" --profile lost notify --failed
same "does, and only those two" "1 ava.lindqvist 1 ben.osei 2 chloe.ohara 1 dmitri.volkov 1 emi.tanaka" "$(taken)"

tenant cut
mail_start --fault cut@chloe*1
settings "url = smtp://127.0.0.1:$port" 'tls = none'
exits "a link that breaks within the answer that the letter was taken" 0 "$ringup" --profile cut apply notify
same "is no reason to send it again" "$everybody" "$(taken)"

tenant local
mail_start
settings "url = smtp://127.0.0.1:$port" 'tls = none'
exits "plain mail on this machine, with a proxy for all else" 0 env ALL_PROXY=http://127.0.0.1:1 "$ringup" --profile local apply notify
same "goes past the proxy" "$everybody" "$(taken)"

# ---- killed in the middle ----
mail_start
settings "url = smtp://127.0.0.1:$port" 'tls = none'
number=0
for state in before-intent intent before-sent sent submitted before-done 'done'; do
	for at in 1 3; do
		number=$((number + 1))
		tenant kill$number
		: >mail.log
		RINGUP_FAULT=kill:$state:$at "$ringup" --profile kill$number apply notify >out 2>err
		same "kill:$state:$at comes" 137 $?
		"$ringup" --profile kill$number apply >out 2>err
		same "kill:$state:$at: nobody got two" "" "$(taken | grep -E '(^| )[2-9]')"
		known=$(sql kill$number "SELECT count(*) FROM journal WHERE kind = 'notice' AND state = 'done'")
		unknown=$(sql kill$number "SELECT count(*) FROM journal WHERE kind = 'notice' AND cause = 'mail-unknown'")
		same "kill:$state:$at: all are told but at most one" "5 1" "$((known + unknown)) $((unknown <= 1))"
		same "kill:$state:$at: nothing is open" 0 "$(sql kill$number "SELECT count(*) FROM journal WHERE state IN ('intent', 'sent', 'doubt', 'waiting')")"
	done
done

# ---- names and addresses ----
cp bakery-people.csv names.csv
sed -i "s/,Ava Lindqvist,/,\"Ærø, \"\"Bo\"\" <x@y.example>\",/; s/,Ben Osei,/,בן אוסיי עם שם ארוך מאוד שאינו נכנס בשורה אחת של כותרת,/" names.csv
tenant names names.csv
exits "letters as files for a mail program" 0 "$ringup" --profile names notify --eml -o eml
same "one each" 5 "$(find eml -name '*.eml' | wc -l | tr -d ' ')"
exits "the list of them" 0 "$ringup" --profile names notify --json
cp out names.json
same "well-formed too" "" "$("$python" "$net/mime.py" names.json eml)"
exits "as text" 0 "$ringup" --profile names notify --txt -o txt
same "one each as well" 5 "$(find txt -name '*.txt' | wc -l | tr -d ' ')"
same "for their owner alone" 10 "$(find txt eml -type f -perm 0600 | wc -l | tr -d ' ')"
exits "as a CSV file" 0 "$ringup" --profile names notify --csv
holds "with a header" "UserPrincipalName,DisplayName,Mail,Language,TelephoneNumber,Subject,Body" out
exits "two at once" 2 "$ringup" --profile names notify --csv --eml
exits "a folder is needed" 2 "$ringup" --profile names notify --eml
same "and nobody counts as told" 0 "$(sql names "SELECT count(*) FROM notice")"
from=it@contoso.onmicrosoft.com
settings "url = smtp://127.0.0.1:$port" 'tls = none'
: >mail.log
exits "from a domain of onmicrosoft.com" 0 "$ringup" --profile names apply notify
holds "there is a warning" "only about 100 people" err
exits "what was told" 0 "$ringup" --profile names notify --json
cp out names.json
same "read back from the server" "" "$("$python" "$net/mime.py" names.json mail.log)"

# A local part beyond ASCII has no other form: a server that does not know it says no.
sed "s/,emi.tanaka@contosobakery.example,/,恵美@例え.example,/" bakery-people.csv >script.csv
tenant script script.csv
mail_start --no-utf8
settings "url = smtp://127.0.0.1:$port" 'tls = none'
exits "an address that the server cannot take" 5 "$ringup" --profile script apply notify
same "fails alone" "4 done, 1 failed mail-refused" "$(letters script)"
mail_start
settings "url = smtp://127.0.0.1:$port" 'tls = none'
exits "at a server that can" 0 "$ringup" --profile script notify --failed
holds "it is asked for" SMTPUTF8 mail.log
holds "and the domain is in ASCII" 'xn--r8jz45g.example' mail.log
same "it goes to that one only" "1 恵美" "$(sed -n 's/^{"taken": "\([^"@]*\)@.*/\1/p' mail.log | sed 's/^/1 /' | "$python" -c 'import sys; print(sys.stdin.read().strip().encode().decode("unicode_escape"))')"

mail_stop
no_secrets "after all of this"
finish
