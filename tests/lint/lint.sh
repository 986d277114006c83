#!/bin/sh
# lint.sh [ROOT]: proves that includes, SQL and curses stay where the design puts them, and runs the format and bug
# checkers. Ends with "N passed, N failed"; a checker that is missing fails, but for clang-format of another major version,
# which lays out differently and is skipped with a word.
set -u

cd "${1:-$(dirname "$0")/../..}" || exit 1
passed=0 failed=0
format_version=14

files() {
	find core tui screens commands data tests \( -name build -o -name 'build-*' \) -prune -o -type f -name "$1" -print | sort
}

# check NAME COMMAND...
check() {
	name=$1
	shift
	if output=$("$@" 2>&1); then
		passed=$((passed + 1))
	else
		failed=$((failed + 1))
		printf 'lint: %s\n%s\n' "$name" "$output"
	fi
}

house() {
	# shellcheck disable=SC2046 # no blanks in our file names
	awk -f tests/lint/house.awk tests/lint/rooms $(find core tui screens commands -name '*.[ch]' | sort)
}

format() {
	command -v clang-format >/dev/null || { echo "clang-format is missing"; return 1; }
	clang-format --version | grep -q "version $format_version\." || {
		echo "lint: clang-format is not version $format_version: layout not checked" >&3
		return 0
	}
	# shellcheck disable=SC2046
	clang-format --dry-run --Werror $(files '*.[ch]')
}

bugs() {
	command -v cppcheck >/dev/null || { echo "cppcheck is missing"; return 1; }
	cppcheck --quiet --std=c11 --language=c --error-exitcode=1 -I. -j2 \
		--enable=warning,portability,performance --inline-suppr \
		--suppress=missingIncludeSystem --suppress=normalCheckLevelMaxBranches \
		core tui screens commands data
}

shells() {
	command -v shellcheck >/dev/null || { echo "shellcheck is missing"; return 1; }
	# shellcheck disable=SC2046
	shellcheck -S style -e SC2317,SC1091,SC2154,SC2034 bootstrap .ci/run $(files '*.sh')
}

# No path of a machine, no trailing blanks, no line over 120 columns in what people read as source.
texts() {
	! grep -rnE "[ 	]+$" --include="*.[ch]" core tui screens commands tests || return 1
	! grep -nE '(/home/|/root/)' -r core tui screens commands data doc README 2>/dev/null
}

exec 3>&2
check "the house" house
check "format" format
check "cppcheck" bugs
check "shellcheck" shells
check "texts" texts
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
