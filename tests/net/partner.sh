#!/bin/sh
# A partner buys through Partner Center once, whatever is lost or killed, and only after the count was given.
. "$(dirname "$0")/lib.sh"

RINGUP_PARTNER_CLIENT_ID=$client RINGUP_PARTNER_SECRET=$RINGUP_CLIENT_SECRET
export RINGUP_PARTNER_CLIENT_ID RINGUP_PARTNER_SECRET

# begin NAME: fresh servers without seats, and a profile whose plan lacks three licences.
begin() {
	net_start --people 3 --numbers 0 --seats 0 --plug-in "$net/partner.py"
	RINGUP_PARTNER_URL=$url
	export RINGUP_PARTNER_URL
	profile "$1"
	sed 's/^buy .*/buy = missing/; /^\[address/,/^$/d; /^\[assign/,/^$/d' "$net/plan.ini" >"$1.plan.ini"
	exits "$1: the plan is made" 3 "$ringup" --profile "$1" run "$1.plan.ini" --plan-only
}
buy() {
	name=$1
	shift
	"$ringup" --profile "$name" --partner partner.example apply licences "$@"
}
# again NAME: goes on two minutes later, until it is done, with the count again.
again() {
	RINGUP_NOW=$(($(date +%s) + 120))
	export RINGUP_NOW
	buy "$1" --buy 3 --wait 3 >out 2>err || buy "$1" --buy 0 --wait 3 >out 2>err
	unset RINGUP_NOW
}
bought() { ask partner "SELECT json_extract(j, '\$.orders') || ' ' || json_extract(j, '\$.bought') FROM answer"; }
once='1 {"CFQ7TTC0BUNDLE:0001:A0":3}'

begin plain
exits "without the count nothing is bought" 4 buy plain
holds "and it is said who would buy" "The partner partner.example buys for the customer" err
exits "nor with another count" 2 buy plain --buy 2
same "nothing was asked of Partner Center" 0 "$(ask requests "SELECT count(*) FROM answer, json_each(j) WHERE json_extract(value, '\$.target') LIKE '/v1/%'")"
exits "with the count it is bought" 0 buy plain --buy 3 --wait 60
holds "who bought is said" "for the customer 0d5c6f2e-7b6a-4a53-8f0d-7a0f6b1c2d3e" out
same "once, with one cart and one checkout" "1 1 $once" "$(ask partner "SELECT json_extract(j, '\$.carts') || ' ' || json_extract(j, '\$.checkouts') FROM answer") $(bought)"
same "and given to those who call" 3 "$(ask summary "SELECT count(*) FROM answer, json_each(j, '\$.people') WHERE json_extract(value, '\$.skus') LIKE '%MCOTEAMS_ESSENTIALS%'")"
no_secrets plain

# Killed at each step, and started again: by then the wish may be fulfilled, and is not asked for twice.
for step in 'POST /carts$' 'GET /carts/' 'POST /checkout$'; do
	for do in kill kill-before; do
		begin killed
		fault "{\"match\": \"$step\", \"do\": \"$do\", \"pidfile\": \"$work/pid\"}"
		limited 60 "$ringup" --profile killed --partner partner.example apply licences --buy 3 >out 2>err
		same "$do at $step: it died" 137 $?
		again killed
		same "$do at $step: bought once" "$once" "$(bought)"
		rm -rf "$XDG_STATE_HOME/ringup"
	done
done

# The answer to the order is lost: the cart knows.
begin lost
fault '{"match": "POST /checkout$", "do": "lost"}'
buy lost --buy 3 --wait 2 >out 2>err
again lost
same "a lost answer: bought once" "$once" "$(bought)"
same "and ordered once" 1 "$(ask partner "SELECT json_extract(j, '\$.checkouts') FROM answer")"

# Without --partner nobody says that the cart was not ordered.
begin alone
fault '{"match": "POST /checkout$", "do": "lost"}'
buy alone --buy 3 --wait 2 >out 2>err
RINGUP_NOW=$(($(date +%s) + 120)) "$ringup" --profile alone apply licences --buy 0 --wait 2 >out 2>err
same "its cart is in the journal still" 1 "$(sql alone "SELECT count(*) FROM journal WHERE operation LIKE 'partner:cart:%'")"
again alone
same "and it is bought once" "$once" "$(bought)"

# An earlier run's consent is not this one's: a cart that was not ordered waits for the count.
begin asked
fault "{\"match\": \"POST /carts$\", \"do\": \"kill\", \"pidfile\": \"$work/pid\"}"
limited 60 "$ringup" --profile asked --partner partner.example apply licences --buy 3 >out 2>err
fault "{\"match\": \"GET /carts/\", \"do\": \"kill-before\", \"pidfile\": \"$work/pid\"}"
RINGUP_NOW=$(($(date +%s) + 120)) limited 60 "$ringup" --profile asked --partner partner.example apply licences --buy 3 >out 2>err
control DELETE faults >control.out
sql asked "UPDATE journal SET not_before = 0" >out
exits "without the count its cart is not ordered" 4 buy asked --buy 0 --wait 3
same "no checkout was asked for" 0 "$(ask partner "SELECT json_extract(j, '\$.checkouts') FROM answer")"
exits "with the count it is" 0 buy asked --buy 3 --wait 30
same "the cart of then: bought once" "$once" "$(bought)"

# A person signs in with a code.
begin code
unset RINGUP_PARTNER_SECRET
control POST state '{"device_auto": 1, "device_interval": 1}' >control.out
exits "bought after a code was typed" 0 buy code --buy 3 --wait 60
holds "the code says whose it is" "The partner signs in to its own tenant" err
same "once" "$once" "$(bought)"

# What is missing is said before anything is asked.
unset RINGUP_PARTNER_CLIENT_ID
exits "without an application nothing is opened" 2 buy code --buy 3
holds "and it is said what to set" RINGUP_PARTNER_CLIENT_ID err
exits "a demo has no partner" 2 "$ringup" demo bakery --partner partner.example
no_secrets "killed, lost and signed in by code"
finish
