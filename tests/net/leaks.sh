#!/bin/sh
# What talks to a real tenant under valgrind: sign-in, sync, apply, scripts and letters leak nothing and touch nothing they may not.
. "$(dirname "$0")/plan.sh"

check="valgrind --quiet --error-exitcode=99 --leak-check=full --show-leak-kinds=definite,indirect,possible --errors-for-leak-kinds=definite,indirect,possible"
fresh
# shellcheck disable=SC2086 # the options are words
for arguments in "signin" "sync" "sync --full" "script" "script --format md --all" "about handover" "apply" "notify" "undo --yes" "apply" "signout"; do
	timeout 300 $check "$ringup" --profile "$name" $arguments >out 2>err </dev/null
	got=$?
	[ $got -ne 99 ] && [ $got -ne 124 ]
	claim $? "no leak in: ringup $arguments"
	[ $got -ne 99 ] || head -n 40 err
done
same "and it did something" 10 "$(ask audit "SELECT count(*) FROM answer, json_each(j) WHERE json_extract(value, '\$.effects[0]') LIKE 'assign %'")"
finish
