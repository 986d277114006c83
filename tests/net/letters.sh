#!/bin/sh
# Letters through Graph: each person gets one, as the mailbox that is named; one whose answer is lost is not sent again by
# itself, and a refusal is told with its cause.
. "$(dirname "$0")/lib.sh"

run() { limited 60 "$ringup" --profile letters "$@"; }
# to: who got how many.
to() { ask mails "SELECT group_concat(n || ' ' || t, ' ') FROM (SELECT count(*) n, json_extract(value, '\$.to[0]') t FROM answer, json_each(j) GROUP BY t ORDER BY t)"; }

net_start --people 3 --numbers 5 --seats 3
profile letters '[mail]' 'from = Contoso IT <p1@contoso.example>'
exits "the tenant is read" 0 run sync
exits "the emergency address is known" 0 run import results "$net/addresses.jsonl"
exits "all is done but the letters" 0 run run "$net/plan.ini" --wait 60
sql letters "UPDATE organization SET notify_method = 'graph'"

exits "a test to oneself" 0 run notify --test p2@contoso.example
same "goes there only" "1 p2@contoso.example" "$(to)"
same "from the mailbox that is named" "p1@contoso.example" "$(ask mails "SELECT json_extract(j, '\$[0].from') FROM answer")"

fault '{"match":"POST /sendMail$","times":1,"do":"lost"}'
exits "letters, and an answer that is lost" 5 run apply notify
same "two are told, of one nobody knows" "2 done, 1 failed mail-unknown" "$(sql letters "SELECT group_concat(n || ' ' || w, ', ') FROM (SELECT count(*) n, trim(state || ' ' || cause) w FROM journal WHERE kind = 'notice' GROUP BY w ORDER BY w)")"
before=$(to)
exits "another apply" 4 run apply
same "sends nothing again" "$before" "$(to)"
exits "a person's word" 0 run notify --failed
same "does, and that one only" 5 "$(ask mails "SELECT json_array_length(j) FROM answer")"
exits "who was told" 0 run notify --json
same "all, through Graph" 3 "$(sqlite3 :memory: "SELECT sum(value ->> '\$.method' = 'graph') FROM json_each(readfile('out'))")"
same "the Message-ID is that of the message" 1 "$(ask mails "SELECT count(*) FROM answer, json_each(j) WHERE instr(json_extract(value, '\$.mime'), '$(sqlite3 :memory: "SELECT json_extract(readfile('out'), '\$[0].message_id')")')")"
same "nothing was sent that Graph does not know" "[]" "$(ask summary "SELECT json_extract(j, '\$.violations') FROM answer")"
no_secrets "after all of this"
finish
