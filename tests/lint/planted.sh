#!/bin/sh
# A lint that cannot fail proves nothing: plants one violation at a time in a copy of the tree and expects the house check
# to name its file and line.
set -u
top=${TOP_SRCDIR:-$(cd "$(dirname "$0")/../.." && pwd)}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
passed=0 failed=0

# plant FILE LINE-TO-ADD WORD: the word must stand in the answer.
plant() {
	rm -rf "$work/tree"
	mkdir -p "$work/tree/$(dirname "$1")" "$work/tree/tests"
	cp -r "$top/tests/lint" "$work/tree/tests/"
	mkdir -p "$work/tree/core" "$work/tree/tui" "$work/tree/screens" "$work/tree/commands"
	printf '/* planted */\n%s\n' "$2" >"$work/tree/$1"
	# shellcheck disable=SC2046
	answer=$(cd "$work/tree" && awk -f tests/lint/house.awk tests/lint/rooms $(find core tui screens commands -name '*.[ch]'))
	status=$?
	case "$status $answer" in
	"1 $1:2:"*"$3"*) passed=$((passed + 1)) ;;
	*)
		failed=$((failed + 1))
		echo "planted in $1: $2"
		echo "expected status 1 and \"$3\", got $status: $answer"
		;;
	esac
}

plant screens/a.c '#include <curses.h>' curses
plant core/base/a.c '#include <ncursesw/curses.h>' curses
plant core/base/a.h '#include "core/tenant/person.h"' core/tenant
plant core/rules/a.c '#include "core/store/store.h"' core/store
plant core/rules/a.c '#include "core/reference/reference.h"' core/reference
plant tui/a.c '#include "core/tenant/person.h"' core/tenant
plant core/plan/a.c '#include "screens/licences.h"' screens
plant core/service/a.c '#include "core/plan/apply.h"' core/plan
plant screens/a.c '	q = "SELECT 1 FROM person";' SQL
plant commands/a.c '	q = "UPDATE person SET calls = 1";' SQL
plant core/exchange/a.c '	sqlite3_step(statement);' SQLite
plant core/service/a.c '#include <sqlite3.h>' SQLite

# And what is allowed stays allowed.
rm -rf "$work/tree"
mkdir -p "$work/tree/core/tenant" "$work/tree/tui" "$work/tree/screens" "$work/tree/commands" "$work/tree/tests"
cp -r "$top/tests/lint" "$work/tree/tests/"
printf '#include <sqlite3.h>\n#include "core/store/store.h"\n\tq = "SELECT 1 FROM person";\n' >"$work/tree/core/tenant/a.c"
printf '#include <curses.h>\n#include "core/base/text.h"\n' >"$work/tree/tui/a.c"
if (cd "$work/tree" && awk -f tests/lint/house.awk tests/lint/rooms core/tenant/a.c tui/a.c); then
	passed=$((passed + 1))
else
	failed=$((failed + 1))
	echo "what is allowed was refused"
fi
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
