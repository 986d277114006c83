#!/bin/sh
# Apply without a screen: a step at a time, what is agreed to, and going on where an earlier call stopped.
. "$(dirname "$0")/lib.sh"

exits "a plan" 3 "$ringup" --profile step --demo --speed instant run "$examples/bakery.ini" --plan-only
exits "a step that buys nothing asks for no count" 3 "$ringup" --profile step apply addresses
exits "one that buys does" 4 "$ringup" --profile step apply licences
holds "and says which" "--buy 5" err
exits "another count is refused" 2 "$ringup" --profile step apply --buy 3
same "and nothing is bought" 0 "$(demo step "SELECT count(*) FROM purchase")"
exits "numbers before licences wait for a person" 4 "$ringup" --profile step apply numbers
holds "and say for what" "waits for licences" err
same "none was taken" 0 "$(demo step "SELECT count(*) FROM number")"
exits "nothing is written to a tenant that may only be read" 5 "$ringup" --profile step --readonly apply --buy 5
exits "licences" 3 "$ringup" --profile step apply licences --buy 5
exits "the same call again" 3 "$ringup" --profile step apply licences --buy 5
same "buys nothing twice" 5 "$(demo step "SELECT sum(quantity) FROM purchase")"
exits "numbers" 3 "$ringup" --profile step apply numbers
exits "assign" 3 "$ringup" --profile step apply assign
exits "notify" 0 "$ringup" --profile step apply notify
exits "review is no step to apply" 2 "$ringup" --profile step apply review

# ---- a purchase that is under way is not agreed to twice ----
exits "a run that does not wait" 3 "$ringup" --profile slow --demo --speed lifelike run "$examples/bakery.ini" --wait 0
same "has a purchase under way" waiting "$(sql slow "SELECT state FROM journal WHERE kind = 'buy_phone'")"
exits "an apply goes on without asking" 3 "$ringup" --profile slow apply --wait 0
exits "status" 0 "$ringup" --profile slow status --json
same "counts nothing that is still to be agreed to" 0 "$(json out '$.cost.seats_to_buy')"
same "but what it will cost" 7500 "$(json out '$.cost.monthly_cents')"
same "five seats were bought" 5 "$(demo slow "SELECT sum(quantity) FROM purchase")"
finish
