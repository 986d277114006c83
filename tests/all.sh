#!/bin/sh
# Everything that proves ringup works, one stage after the other; ends with the totals.
#
# Each stage writes build-NAME/stage.log; a stage that fails shows the end of it. Calls `make check` twice (plain and
# under ASan and UBSan), builds with clang, lints, looks for leaks with valgrind, prints the coverage of core/, and
# makes a distribution that builds and passes by itself.
set -u

cd "$(dirname "$0")/.." || exit 1
top=$PWD
jobs=$(nproc 2>/dev/null || echo 2)
failed_stages=
LC_ALL=C.UTF-8
export LC_ALL

# stage NAME TEXT COMMAND...: runs it, tells in one line.
stage() {
	name=$1 text=$2
	shift 2
	mkdir -p "build-$name"
	begin=$(date +%s)
	if "$@" >"build-$name/stage.log" 2>&1; then
		printf '%-9s ok      %4d s  %s\n' "$name" $(($(date +%s) - begin)) "$text"
	else
		printf '%-9s FAILED  %4d s  %s\n' "$name" $(($(date +%s) - begin)) "$text"
		tail -n 60 "build-$name/stage.log"
		failed_stages="$failed_stages $name"
	fi
}

# in_build NAME "CONFIGURE OPTIONS" TARGETS...
in_build() {
	folder=build-$1 options=$2
	shift 2
	mkdir -p "$folder"
	(
		cd "$folder" || exit 1
		# shellcheck disable=SC2086 # the options are words
		[ -f Makefile ] || ../configure --quiet $options || exit 1
		make -s -j"$jobs" && { [ $# -eq 0 ] || make -s -k -j"$((2 * jobs))" "$@"; } # many wait for answers
	)
}

coverage() {
	in_build coverage "--enable-coverage" check-unit || return 1
	gcovr --root "$top" --filter 'core/' --object-directory build-coverage >build-coverage/coverage.txt 2>&1
	tail -n 4 build-coverage/coverage.txt
}

rm -rf build-plain/tests build-sanitize/tests
stage plain "gcc, warnings are errors, all tests" in_build plain "--enable-werror" check
stage lint "includes, SQL, curses, format, cppcheck, shellcheck" make -s -C build-plain lint
stage sanitize "all tests under ASan and UBSan" in_build sanitize "--enable-werror --enable-sanitizers" check
stage clang "clang, warnings are errors" in_build clang "--enable-werror CC=clang"
stage leaks "valgrind: a full run leaks nothing" make -s -C build-plain check-leaks
stage coverage "unit tests' coverage of core/" coverage
stage dist "make distcheck" make -s -C build-plain -j"$((2 * jobs))" distcheck
[ -f build-coverage/coverage.txt ] && awk '/^TOTAL/ { print "coverage of core/: " $NF " of " $2 " lines" }' build-coverage/coverage.txt

tests/totals.sh build-plain build-sanitize
totals=$?
if [ -n "$failed_stages" ]; then
	echo "failed stages:$failed_stages"
	exit 1
fi
exit $totals
