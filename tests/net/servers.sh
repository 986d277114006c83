#!/bin/sh
# The test servers keep to what they stand for: tokens, pages, delta, writes checked against the schema, batches, faults, audit.
. "$(dirname "$0")/lib.sh"

# get PATH, send METHOD PATH BODY: with the token; the answer in out, the status in $status.
get() {
	status=$(curl -sS -g --max-time 30 -o out -D head -w '%{http_code}' -H "Authorization: Bearer $token" "$@" 2>curl.err)
}
send() {
	verb=$1 where=$2 what=$3
	shift 3
	get -X "$verb" -H 'Content-Type: application/json' -H 'client-request-id: 11111111-0000-4000-8000-000000000001' --data-binary "$what" "$url/v1.0$where" "$@"
}
sign_in() {
	status=$(curl -sS --max-time 30 -o out -w '%{http_code}' "$url/contoso.example/oauth2/v2.0/token" "$@")
	token=$(json out '$.access_token')
}
by_secret() {
	sign_in -d grant_type=client_credentials -d client_id="$client" -d scope=https://graph.microsoft.com/.default --data-urlencode "client_secret=$1"
}
person() { printf '/users/%08x-1111-4000-8000-%012x' "$1" "$1"; }
place=7b9d9c0e-3a65-4b3e-8d0f-5f2b1c3d4e5f
bundle=ae2343d1-0999-43f6-ae18-d816516f6e78
phones=/admin/teams/telephoneNumberManagement

tls_make
net_start --people 25 --numbers 12 --seats 3 --certificate client.pem --tls server.pem server.key

# ---- signing in ----
by_secret wrong
same "a wrong secret is refused" "401 7000215" "$status $(json out '$.error_codes[0]')"
by_secret "$RINGUP_CLIENT_SECRET"
same "the right one gives a token" 200 "$status"
sign_in -d grant_type=refresh_token -d client_id="$client" -d refresh_token=none
same "an unknown refresh token is refused" "400 invalid_grant" "$status $(json out '$.error')"
curl -sS -o out "$url/contoso.example/oauth2/v2.0/devicecode" -d client_id="$client" -d 'scope=https://graph.microsoft.com/User.Read.All offline_access'
device=$(json out '$.device_code')
poll() { sign_in -d grant_type=urn:ietf:params:oauth:grant-type:device_code -d client_id="$client" -d "device_code=$device"; }
poll
same "a device code waits for a person" "400 authorization_pending" "$status $(json out '$.error')"
control POST approve '{}' >control.out
poll
same "and is good when he has typed it" 200 "$status"
refresh=$(json out '$.refresh_token')
renew() { sign_in -d grant_type=refresh_token -d client_id="$client" -d "refresh_token=$refresh"; }
renew
same "a refresh token is good" 200 "$status"
get "$url/v1.0$phones/numberAssignments"
same "what was not consented to is denied" "403 Authorization_RequestDenied" "$status $(json out '$.error.code')"
renew
same "once" "400 invalid_grant" "$status $(json out '$.error')"
curl -sS -o out -w '%{redirect_url}' "$url/contoso.example/oauth2/v2.0/authorize?client_id=$client&response_type=code&redirect_uri=http%3A%2F%2Flocalhost%3A9&scope=User.Read&state=s1&code_challenge=$(printf verifier | openssl dgst -sha256 -binary | openssl base64 -A | tr '+/' '-_' | tr -d '=')&code_challenge_method=S256" >back
code=$(sed 's/.*code=\([^&]*\).*/\1/' back)
holds "the browser comes back with the state" "state=s1" back
sign_in -d grant_type=authorization_code -d client_id="$client" -d "code=$code" -d redirect_uri=http://localhost:9 -d code_verifier=another
same "a wrong verifier is refused" "400 501481" "$status $(json out '$.error_codes[0]')"
base64url() { openssl base64 -A | tr '+/' '-_' | tr -d '='; }
# assertion AUDIENCE
assertion() {
	thumb=$(openssl x509 -in client.pem -outform DER | openssl dgst -sha256 -binary | base64url)
	now=$(date +%s)
	head=$(printf '{"alg":"PS256","typ":"JWT","x5t#S256":"%s"}' "$thumb" | base64url)
	claims=$(printf '{"aud":"%s","iss":"%s","sub":"%s","jti":"%s","nbf":%s,"iat":%s,"exp":%s}' "$1" "$client" "$client" "$2" "$now" "$now" $((now + 300)) | base64url)
	sign=$(printf '%s.%s' "$head" "$claims" | openssl dgst -sha256 -sigopt rsa_padding_mode:pss -sigopt rsa_pss_saltlen:32 -sign client.key -binary | base64url)
	sign_in -d grant_type=client_credentials -d client_id="$client" -d scope=https://graph.microsoft.com/.default -d client_assertion_type=urn:ietf:params:oauth:client-assertion-type:jwt-bearer -d "client_assertion=$head.$claims.${3:-$sign}"
}
assertion "$url/contoso.example/oauth2/v2.0/token" one c2lnbmVk
same "an assertion that another signed is refused" "401 700027" "$status $(json out '$.error_codes[0]')"
assertion "$url/other/oauth2/v2.0/token" two
same "and one for another audience" "401 700027" "$status $(json out '$.error_codes[0]')"
assertion "$url/contoso.example/oauth2/v2.0/token" three
same "a right one gives a token" 200 "$status"
assertion "$url/contoso.example/oauth2/v2.0/token" three
same "once" 401 "$status"
by_secret "$RINGUP_CLIENT_SECRET"

# ---- reading ----
get "$url/v1.0/organization"
same "the organization" "200 US" "$status $(json out '$.value[0].countryLetterCode')"
get "$url/v1.0/users?\$select=id,userPrincipalName&\$top=10"
same "people come in pages" "200 10" "$status $(json out '$.value[#-1].userPrincipalName' | tr -dc 0-9)"
get "$(json out '$."@odata.nextLink"')"
get "$(json out '$."@odata.nextLink"')"
same "to the last one" "200 25 " "$status $(json out '$.value[#-1].userPrincipalName' | tr -dc 0-9) $(json out '$."@odata.nextLink"')"
get "$url/v1.0/users?\$select=shoeSize"
same "what is no member of a user is refused" 400 "$status"
get "$url/v1.0/users?\$skip=5"
same "and an option that users do not have" 400 "$status"
get "$url/v1.0/users/delta?\$select=usageLocation"
link=$(json out '$."@odata.deltaLink"')
get "$link"
same "nothing has changed" "200 0" "$status $(sqlite3 :memory: "SELECT json_array_length(CAST(readfile('out') AS TEXT), '\$.value')")"
send PATCH "$(person 3)" '{"usageLocation":"US"}'
same "a usage location" 204 "$status"
get "$link"
same "one has" "1 US" "$(sqlite3 :memory: "SELECT json_array_length(CAST(readfile('out') AS TEXT), '\$.value')") $(json out '$.value[0].usageLocation')"
control POST state '{"delta_age":"b"}' >control.out
get "$link"
same "a token grows too old" 410 "$status"

# ---- writing ----
send PATCH "$(person 4)" '{"usagelocation":"US"}'
same "a misspelled member is refused" 400 "$status"
send POST "$(person 4)/assignLicense" "{\"addLicenses\":[{\"skuId\":\"$bundle\",\"disabledPlans\":[]}],\"removeLicenses\":[]}"
same "no licence without a usage location" 400 "$status"
holds "and Microsoft's words for it" "invalid usage location" out
send POST "$(person 3)/assignLicense" "{\"addLicenses\":[{\"skuId\":\"$bundle\",\"disabledPlans\":[]}]}"
same "both lists are needed" 400 "$status"
assign() { send POST $phones/numberAssignments/assignNumber "{\"telephoneNumber\":\"$1\",\"assignmentTargetId\":\"$(person "$2" | cut -c8-)\",\"numberType\":\"callingPlan\",\"locationId\":\"$place\"}"; }
operation() {
	get "$(sed -n 's/^Location: //p' head | tr -d '\r')"
}
assign +14255550100 3
same "an assignment is accepted" 202 "$status"
operation
same "and fails later" failed "$(json out '$.status')"
send POST "$(person 3)/assignLicense" "{\"addLicenses\":[{\"skuId\":\"$bundle\",\"disabledPlans\":[]}],\"removeLicenses\":[]}"
same "a licence" 200 "$status"
control POST state '{"operation_polls":2}' >control.out
assign +14255550100 3
operation
same "an operation takes its time" running "$(json out '$.status')"
get "$url/v1.0$phones/numberAssignments?\$filter=assignmentTargetId%20eq%20'$(person 3 | cut -c8-)'"
same "the number has its person and its place" "+14255550100 $place" "$(json out '$.value[0].telephoneNumber') $(json out '$.value[0].locationId')"
get "$url/v1.0$phones/numberAssignments?\$top=5&\$skip=10"
same "numbers come in pages" 2 "$(sqlite3 :memory: "SELECT json_array_length(CAST(readfile('out') AS TEXT), '\$.value')")"
get "$url/v1.0/admin/teams/userConfigurations/$(person 3 | cut -c8-)"
same "the person is ready" '1 ["Teams","PhoneSystem","CallingPlan"]' "$(json out '$.isEnterpriseVoiceEnabled') $(json out '$.featureTypes')"
send POST /users/p1@contoso.example/sendMail '{"message":{"subject":"x","body":{"contentType":"Text","content":"y"},"toRecipients":[{"emailAddress":{"address":"a@b.example"}}]}}'
same "a mail" 202 "$status"

# ---- batches ----
part() { printf '{"id":"%s","method":"PATCH","url":"%s","headers":{"Content-Type":"application/json"},"body":{"usageLocation":"US"}}' "$1" "$(person "$1")"; }
send POST /\$batch "{\"requests\":[$(part 5),$(part 6),$(part 99)]}"
same "parts have their own status" "200 204,204,404" "$status $(sqlite3 :memory: "SELECT group_concat(s) FROM (SELECT json_extract(value, '\$.status') s FROM json_each(CAST(readfile('out') AS TEXT), '\$.responses') ORDER BY 1)")"
many=$(for at in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21; do part $at; printf ,; done)
send POST /\$batch "{\"requests\":[${many%,}]}"
same "twenty parts are the most" 400 "$status"

# ---- faults ----
fault '{"match":"GET /v1.0/organization","nth":2,"do":"status","status":429,"retry_after":"2.128"}'
get "$url/v1.0/organization"
same "not the first" 200 "$status"
get "$url/v1.0/organization"
same "but the second" "429 Retry-After: 2.128" "$status $(grep -o 'Retry-After: [0-9.]*' head)"
get "$url/v1.0/organization"
same "and not the third" 200 "$status"
fault '{"match":"PATCH /users/","do":"lost"}'
send PATCH "$(person 7)" '{"usageLocation":"US"}'
same "an answer is lost" 000 "$status"
same "after it was done" '["usageLocation p7@contoso.example US"],0' "$(ask audit "SELECT json_extract(j, '\$[#-1].effects') || ',' || json_extract(j, '\$[#-1].answered') FROM answer")"
fault '{"match":"PATCH /users/","do":"drop"}'
send PATCH "$(person 8)" '{"usageLocation":"US"}'
same "or the request before" "000 " "$status $(ask summary "SELECT json_extract(j, '\$.people.\"p8@contoso.example\".usageLocation') FROM answer")"
fault '{"match":"GET /subscribedSkus","do":"truncate"}' '{"match":"GET /subscribedSkus","nth":2,"do":"reset"}' '{"match":"GET /subscribedSkus","nth":3,"do":"drip","milliseconds":1}' '{"match":"GET /subscribedSkus","nth":4,"do":"expire"}'
get "$url/v1.0/subscribedSkus"
same "half a JSON" "200 0" "$status $(sqlite3 :memory: "SELECT json_valid(CAST(readfile('out') AS TEXT))")"
get "$url/v1.0/subscribedSkus" || true
claim "$([ -s curl.err ]; echo $?)" "a reset in mid-body is seen by curl"
get "$url/v1.0/subscribedSkus"
same "drop by drop, but whole" "200 1" "$status $(sqlite3 :memory: "SELECT json_valid(CAST(readfile('out') AS TEXT))")"
get "$url/v1.0/subscribedSkus"
same "a token that is over" "401 InvalidAuthenticationToken" "$status $(json out '$.error.code')"
by_secret "$RINGUP_CLIENT_SECRET"
fault '{"match":"GET /v1.0/users","do":"foreign"}' '{"match":"GET /v1.0/me","do":"redirect"}'
get "$url/v1.0/users?\$top=2"
holds "a foreign nextLink" "127.0.0.1:$trap_port" out
get -L "$url/v1.0/me"
same "a redirect leads to the trap, which sees whether a token came" 1 "$(ask trap "SELECT json_array_length(j) FROM answer")"
fault '{"match":"PATCH /users/0000000a","do":"status","status":429,"retry_after":3}'
send POST /\$batch "{\"requests\":[$(part 9),$(part 10)]}"
same "a part is throttled by itself" "204,429" "$(sqlite3 :memory: "SELECT group_concat(s) FROM (SELECT json_extract(value, '\$.status') s FROM json_each(CAST(readfile('out') AS TEXT), '\$.responses') ORDER BY 1)")"

# ---- TLS ----
get --cacert ca.pem "https://localhost:$tls_port/v1.0/organization"
same "TLS under our own authority" 200 "$status"
get --cacert other.pem "https://localhost:$tls_port/v1.0/organization"
same "and under another not" 000 "$status"

control POST state '{"token_uses":2}' >control.out
by_secret "$RINGUP_CLIENT_SECRET"
for want in 200 200 401; do
	get "$url/v1.0/organization"
	same "a token of two requests" $want "$status"
done
finish
