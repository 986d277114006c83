#!/bin/sh
# Minutes and credits from the command line: answers without a profile, and credits that are planned, bought and shown.
. "$(dirname "$0")/lib.sh"

# ---- without a profile ----
exits "what happens when minutes run out" 0 "$ringup" about empty
holds "in the first lines" "Without credits outgoing calls stop until" out
exits "the forecast as JSON" 0 "$ringup" about forecast country=US people=5 hires=3 stock=7 months=6 --json
same "numbers run out" runs_out "$(json out '$.sections[1].id')"
same "by its id" numbers "$(json out '$.sections[1].lines[3].id')"
same "in a chart of seven months" 7 "$(sqlite3 :memory: "SELECT json_array_length(readfile('out'), '\$.sections[2].lines')")"
exits "a rate that is none" 1 "$ringup" about abroad rate=cheap
holds "is told how to write it" "cents a minute" err

# ---- planned, bought, shown ----
cp "$examples"/*.csv .
exits "the bakery" 0 "$ringup" --demo --speed instant run "$examples/bakery.ini"
exits "less than the least" 5 "$ringup" want credits amount=49
holds "is refused by its rule" "R-163" err
exits "credits for those who call" 0 "$ringup" want credits amount=100 for=callers
holds "with their licences" "5 free licences" out
exits "are a part of the plan" 3 "$ringup" plan
holds "by their name" "Fund Communications Credits" out
exits "and are bought" 0 "$ringup" apply --buy 5
exits "which the sheet shows" 0 "$ringup" about credits --json
same "as they are now" "\$100.00, and \$50.00 again below \$20.00" "$(json out '$.sections[1].lines[0].value')"
exits "money that was paid cannot be wished away" 0 "$ringup" want credits amount=0
holds "only its recharge" "no recharge any more" out
exits "the shared minutes" 0 "$ringup" about pools
holds "of five bundles" "15,000 minutes" out

finish
