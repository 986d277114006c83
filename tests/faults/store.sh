#!/bin/sh
# Trouble with the store's file: full disk, read-only, newer, corrupt, two at once, a reservation that ran out. Each by doing it.
. "$(dirname "$0")/../commands/lib.sh"
state=$XDG_STATE_HOME/ringup

exits "a profile to break" 0 "$ringup" --profile p --demo --speed instant status
exits "with a plan" 3 "$ringup" --profile p run "$examples/bakery.ini" --plan-only

# ---- a newer one ----
cp "$state/p.db" "$state/newer.db"
sql newer "PRAGMA user_version = 999" >/dev/null
exits "a newer store is refused" 1 "$ringup" --profile newer status
holds "says what to do" "newer" err
same "and is left alone" 999 "$(sql newer "PRAGMA user_version")"

# ---- damaged ones ----
head -c 3000 "$state/p.db" >"$state/cut.db"
exits "a cut store is refused" 1 "$ringup" --profile cut status
holds "its file is named" "cut.db" err
printf 'this is no database, whatever its name says, and long enough to be looked at as one' >"$state/junk.db"
exits "a file that is no store is refused" 1 "$ringup" --profile junk status
holds "its file is named" "junk.db" err
same "and is left alone" "this is no database" "$(head -c 19 "$state/junk.db")"
sqlite3 "$state/other.db" "CREATE TABLE t (x); INSERT INTO t VALUES (1)"
exits "another program's database is refused" 1 "$ringup" --profile other status
same "and is left alone" 1 "$(sqlite3 "$state/other.db" "SELECT x FROM t")"

# ---- a full disk: a limit on file sizes stops every write, as a full disk does ----
"$ringup" --profile full --demo --speed instant run "$examples/bakery.ini" --plan-only >out 2>err
size=$(($(stat -c %s "$state/full.db") / 1024 + 8))
(
	trap '' XFSZ
	ulimit -f $size
	"$ringup" --profile full run "$examples/bakery.ini" >out 2>err
)
got=$?
if [ $got -eq 0 ] || [ $got -gt 128 ]; then false; else true; fi
claim $? "a full disk ends the run with a code, not a crash (got $got)"
same "with one clear sentence" 1 "$(grep -c '^ringup: ' err)"
same "the store is whole" ok "$(sql full "PRAGMA integrity_check")"
rm -rf letters
exits "with room again it goes on to the end" 0 "$ringup" --profile full run "$examples/bakery.ini"
same "nothing was bought twice" "1,5" "$(demo full "SELECT count(*) || ',' || sum(quantity) FROM purchase")"

# ---- read-only ----
if [ "$(id -u)" -ne 0 ]; then
	cp "$state/p.db" "$state/ro.db"
	chmod 400 "$state/ro.db"
	exits "a read-only store is told" 1 "$ringup" --profile ro apply --buy 5
	same "in one sentence" 1 "$(grep -c '^ringup: ' err)"
fi

# ---- two at once: the second apply is refused while the first works ----
"$ringup" --profile p --speed instant run "$examples/bakery.ini" >outa 2>erra &
one=$!
"$ringup" --profile p run "$examples/bakery.ini" >outb 2>errb &
two=$!
wait $one
a=$?
wait $two
b=$?
case "$a$b" in
00 | 01 | 10) true ;;
*) false ;;
esac
claim $? "of two applies at once one or both end well, none crashes (got $a and $b)"
if [ $a -ne 0 ] || [ $b -ne 0 ]; then
	holds "the other is told that another works" "nother ringup " "$([ $a -ne 0 ] && echo erra || echo errb)"
fi
exits "a last run ends well" 0 "$ringup" --profile p run "$examples/bakery.ini"
same "nothing was bought twice" "1,5" "$(demo p "SELECT count(*) || ',' || sum(quantity) FROM purchase")"
same "everybody has one number" "5,5" "$(demo p "SELECT count(person) || ',' || count(DISTINCT person) FROM number WHERE person IS NOT NULL")"

# ---- a signal: the change under way ends, the rest is kept ----
"$ringup" --profile term --demo --speed brisk run "$examples/bakery.ini" >out 2>err &
pid=$!
while ! [ -e "$state/term.db" ] || [ "$(sql term "SELECT count(*) FROM journal" 2>/dev/null || echo 0)" = 0 ]; do
	kill -0 $pid 2>/dev/null || break
done
kill -TERM $pid
wait $pid
same "SIGTERM ends as interrupted" 6 $?
exits "and goes on later" 0 "$ringup" --profile term --speed instant run "$examples/bakery.ini"
same "nothing was bought twice" "1,5" "$(demo term "SELECT count(*) || ',' || sum(quantity) FROM purchase")"
finish
