#!/bin/sh
# README shows a real screen: the golden one of step Licences, line by line and in its order.
. "$(dirname "$0")/lib.sh"
sed 's/ *$//' "$top/tests/screens/golden/licences-80x24.txt" >screen
first=$(grep -nxF -- "$(head -n 1 screen)" "$top/README" | cut -d: -f1 | head -n 1)
tail -n "+${first:-1}" "$top/README" | head -n 24 >shown
cmp screen shown
claim $? "README's screen is the golden one"
finish
