#!/bin/sh
# A real tenant is read whole, then by its changes, goes on where it was killed, and believes nothing that it should not.
. "$(dirname "$0")/lib.sh"

db=$XDG_STATE_HOME/ringup/acme.db
store() { sqlite3 "$db" "$1"; }
sync() { limited 100 "$ringup" --profile acme sync "$@" >out 2>err; }
forget() { control POST forget '' >control.out; }
asked() { ask requests "SELECT count(*) FROM answer, json_each(j) r WHERE r.value ->> '\$.method' = 'GET' AND r.value ->> '\$.target' LIKE '$1'"; }
fresh() { rm -rf "$XDG_STATE_HOME/ringup"; }

net_start --people 2500 --numbers 1200 --seats 50 --licensed 40 --assigned 30
profile acme

# ---- all of it ----
sync
claim $? "the first sync goes well"
same "the organization has its id, and the answers that Graph knows" "Contoso Test|0d5c6f2e-7b6a-4a53-8f0d-7a0f6b1c2d3e|US|O365_BUSINESS_PREMIUM" \
	"$(store 'SELECT name, tenant, country, plan FROM organization')"
same "everybody is there" "2500|2500" "$(store 'SELECT count(*), sum(present) FROM person')"
same "licences and their seats" "MCOTEAMS_ESSENTIALS|50|40;O365_BUSINESS_PREMIUM|2500|2500" \
	"$(store "SELECT sku_part, seats_actual, used_actual FROM subscription ORDER BY 1" | paste -sd ';' -)"
same "who is ready for a number" 40 "$(store 'SELECT sum(voice) FROM person')"
same "numbers and who has them" "1200|30|30" \
	"$(store "SELECT count(*), (SELECT count(*) FROM assignment WHERE number_actual IS number_wanted), sum(place_actual IS NOT NULL) FROM number")"
same "a location of which nothing was read is kept by its id" "address 2f0b7c31|US|7b9d9c0e-3a65-4b3e-8d0f-5f2b1c3d4e5f" \
	"$(store "SELECT a.name, a.country, p.location_id FROM address a JOIN place p ON p.address_id = a.id")"
same "there is nothing to do yet but to tell who has a number" "notice" "$(store 'SELECT group_concat(DISTINCT kind) FROM change')"
same "people came in pages of 999" 3 "$(asked '%/users/delta%')"
same "the server found nothing wrong with the questions" "[]" "$(ask summary "SELECT json_extract(j, '\$.violations') FROM answer")"
same "nothing was changed at the tenant" 0 "$(ask audit "SELECT json_array_length(j) FROM answer")"

# ---- changes alone ----
forget
control POST state '{"people": {"p7@contoso.example": {"usageLocation": "FR", "department": "Moved"}}, "gone": ["p9@contoso.example"]}' >control.out
sync
claim $? "the second sync goes well"
same "it asked for the changes alone" 1 "$(asked '%/users/delta%')"
same "who changed has changed" "FR|Moved|1" "$(store "SELECT usage_location_actual, department, present FROM person WHERE upn = 'p7@contoso.example'")"
same "who was removed is absent, and nobody else is" "p9@contoso.example" "$(store "SELECT group_concat(upn) FROM person WHERE present = 0")"
same "and has no licence any more" 0 "$(store "SELECT count(*) FROM licence JOIN person ON id = person_id WHERE upn = 'p9@contoso.example'")"
forget
sync --full
claim $? "a full sync goes well"
same "it read everybody" 3 "$(asked '%/users/delta%')"

# ---- too old ----
control POST state '{"delta_age": "b"}' >control.out
forget
sync
claim $? "changes that are too old are no reason to fail"
same "everybody was read again" 4 "$(asked '%/users/delta%')"
same "and is there" 2499 "$(store 'SELECT sum(present) FROM person')"
store "UPDATE reading SET delta_at = delta_at - 7 * 86400" >out
forget
sync
same "what is about to be too old is not tried" 3 "$(asked '%/users/delta%')"

store "UPDATE reading SET delta = 'https://elsewhere.example/v1.0/users/delta?token=1' WHERE delta <> ''" >out
forget
sync
claim $? "what was kept of another address is no reason to fail"
same "and everybody is read again" 3 "$(asked '%/users/delta%')"

# ---- a wish that the tenant moves under ----
store "UPDATE person SET usage_location_wanted = 'CA' WHERE upn = 'p8@contoso.example'"
control POST state '{"people": {"p8@contoso.example": {"usageLocation": "DE"}}}' >control.out
sync
holds "a conflict is told" "1 wish conflicts" out
same "and is one" "usage_location|1" "$(store "SELECT kind, conflict FROM change WHERE conflict")"
same "the wish stands" "CA|DE" "$(store "SELECT usage_location_wanted, usage_location_actual FROM person WHERE upn = 'p8@contoso.example'")"

# ---- killed, and going on ----
control POST state '{"page": 100}' >control.out
for page in 1 7 24; do
	fresh
	forget
	fault "{\"match\": \"GET /users/delta\", \"nth\": $((page + 1)), \"do\": \"kill\", \"pidfile\": \"$work/pid\"}"
	sync
	claim $(($? == 0)) "the process was killed at page $page"
	had=$(store 'SELECT count(*) FROM person')
	claim $((had < (page - 1) * 100 || had >= 2499)) "what came before page $page was kept ($had people)"
	forget
	sync
	claim $? "the next one goes well"
	same "it did not read twice what was kept (page $page)" $((25 - had / 100)) "$(asked '%/users/delta%')"
	same "everybody is there (page $page)" "2499|2499" "$(store 'SELECT count(*), sum(present) FROM person')"
	control DELETE faults >control.out
done

# Somebody who went between the two halves is still marked as gone: what the first half saw is known.
fresh
sync
control POST state '{"gone": ["p11@contoso.example"]}' >control.out
fault "{\"match\": \"GET /users/delta\", \"nth\": 20, \"do\": \"kill\", \"pidfile\": \"$work/pid\"}"
sync --full
sync
same "who is gone is marked by the process that came to the end" "p11@contoso.example" "$(store "SELECT group_concat(upn) FROM person WHERE present = 0")"
control DELETE faults >control.out

# A change that was done in between ends what could go on.
fault "{\"match\": \"GET /users/delta\", \"nth\": 5, \"do\": \"kill\", \"pidfile\": \"$work/pid\"}"
sync --full
store "INSERT INTO run (id, started_at) VALUES (1, 1); INSERT INTO journal (run_id, kind, key, state, request_id, intent_at) VALUES (1, 'licence', 'licence:1', 'sent', 'x', 1); UPDATE journal SET state = 'done'"
control DELETE faults >control.out
forget
sync
same "after a change was done the sync begins again" 1 "$(asked '%/organization%')"

# ---- what is not believed ----
control POST state '{"page": 0}' >control.out
fault '{"match": "GET /users/delta", "nth": 2, "times": 2, "do": "truncate"}' '{"match": "GET /userConfigurations", "do": "reset"}' \
	'{"match": "GET /subscribedSkus", "do": "status", "status": 429, "retry_after": "0.01"}' '{"match": "GET /organization", "do": "status", "status": 503}'
sync --full
claim $? "passing trouble is waited out"
control DELETE faults >control.out
fault '{"match": "GET /users/delta", "times": 0, "do": "truncate"}'
sync --full
claim $(($? == 0)) "a page that stays half a page is no page"
holds "and is told" "has not the form" err
control DELETE faults >control.out
same "what was there before still is" 2498 "$(store 'SELECT sum(present) FROM person')"
fault '{"match": "GET /users/delta", "do": "foreign"}'
sync --full
same "a next page at another host is refused" 5 $?
holds "and told" "it is not followed" err
same "nobody went there" "[]" "$(ask trap "SELECT j FROM answer")"
control DELETE faults >control.out
fault '{"match": "GET /subscribedSkus", "times": 0, "do": "redirect"}'
sync --full
claim $(($? == 0)) "a redirect is not followed"
same "and nobody went there" "[]" "$(ask trap "SELECT j FROM answer")"
control DELETE faults >control.out
fault '{"match": "GET /numberAssignments", "times": 0, "do": "status", "status": 403, "code": "Forbidden"}'
sync --full
same "a missing permission is refused" 5 $?
holds "and named" "TeamsTelephoneNumber.Read.All" err
control DELETE faults >control.out

# ---- what it can do without ----
ready=$(store 'SELECT sum(voice) FROM person')
fault '{"match": "GET /userConfigurations", "times": 0, "do": "status", "status": 403, "code": "Forbidden"}'
sync --full
claim $? "without the right to read who is ready the rest is read"
holds "and it is told" "TeamsUserConfiguration.Read.All" err
same "who was ready still is" "$ready" "$(store 'SELECT sum(voice) FROM person')"
control DELETE faults >control.out
fault '{"match": "GET /users/delta", "times": 0, "do": "status", "status": 400, "code": "Request_UnsupportedQuery"}'
forget
sync --full
claim $? "where changes cannot be asked for everybody is read"
same "in pages of 999" 3 "$(asked '%/users?%')"
same "and is there" 2498 "$(store 'SELECT sum(present) FROM person')"
control DELETE faults >control.out

# ---- whose tenant ----
store "UPDATE organization SET tenant = '11111111-2222-4333-8444-555555555555'"
sync --full
same "another tenant than the store's is refused" 5 $?
holds "and told" "another tenant" err
same "nobody is gone" 2498 "$(store 'SELECT sum(present) FROM person')"

# ---- without a registration ----
printf '[tenant]\nservice = graph\ntenant = contoso.example\n' >"$XDG_CONFIG_HOME/ringup/bare.ini"
"$ringup" --profile bare sync >out 2>err
same "without a client id there is no service" 2 $?
holds "and it is said how to come to one" "ringup about registration" err

same "everything was read only" 0 "$(ask audit "SELECT json_array_length(j) FROM answer")"
no_secrets "after all of that"
finish
