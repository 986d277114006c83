# lib.sh: what the command tests share: a home of their own, claims, the closing line.
# shellcheck shell=sh
set -u

top=${TOP_SRCDIR:-$(cd "$(dirname "$0")/../.." && pwd)}
build=${TOP_BUILDDIR:-$top/build}
ringup=$build/ringup
examples=$top/tests/data/examples
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export HOME="$work" XDG_STATE_HOME="$work/state" XDG_CONFIG_HOME="$work/config" LC_ALL=C.UTF-8 TZ=UTC
unset NO_COLOR RINGUP_NOW RINGUP_FAULT LANGUAGE COLUMNS
cd "$work" || exit 1
passed=0
failed=0

# claim TEXT: counts what the last command said.
claim() {
	if [ "$1" -eq 0 ]; then
		passed=$((passed + 1))
	else
		failed=$((failed + 1))
		echo "not true: $2"
	fi
}

# same TEXT EXPECTED ACTUAL
same() {
	if [ "$2" = "$3" ]; then
		passed=$((passed + 1))
	else
		failed=$((failed + 1))
		printf 'not true: %s\n  expected: %s\n  got:      %s\n' "$1" "$2" "$3"
	fi
}

# holds TEXT WORD FILE
holds() {
	if grep -qF -- "$2" "$3"; then
		passed=$((passed + 1))
	else
		failed=$((failed + 1))
		printf 'not true: %s\n  "%s" is not in:\n' "$1" "$2"
		sed 's/^/  | /' "$3"
	fi
}

# exits TEXT CODE COMMAND...: output in $work/out, errors in $work/err.
exits() {
	text=$1 code=$2
	shift 2
	"$@" >"$work/out" 2>"$work/err" </dev/null
	got=$?
	same "$text (exit code)" "$code" "$got"
	[ "$got" -eq "$code" ] || sed 's/^/  | /' "$work/out" "$work/err"
}

# json FILE PATH: a value of a JSON file.
json() {
	sqlite3 :memory: "SELECT json_extract(readfile('$1'), '$2')"
}

# sql PROFILE STATEMENT: on the store; demo PROFILE STATEMENT: on the simulated tenant.
sql() {
	sqlite3 "$XDG_STATE_HOME/ringup/$1.db" "$2"
}
demo() {
	sqlite3 "$XDG_STATE_HOME/ringup/$1.demo.db" "$2"
}

finish() {
	echo "$passed passed, $failed failed"
	[ "$failed" -eq 0 ]
	exit
}
