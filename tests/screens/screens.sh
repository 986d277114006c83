#!/bin/sh
# The scripts of this folder (*.keys), each pressing the keys of the real program in a terminal of tmux.
# SCREENS="bakery keys" chooses some; UPDATE=1 writes their golden screens, which are then read like code.
set -u
top=${TOP_SRCDIR:-$(cd "$(dirname "$0")/../.." && pwd)}
build=${TOP_BUILDDIR:-$top/build}
if ! command -v tmux >/dev/null; then
	echo "0 passed, 0 failed: there is no tmux"
	exit 77
fi
TOP_SRCDIR=$top TOP_BUILDDIR=$build
export TOP_SRCDIR TOP_BUILDDIR
set --
for script in "$top"/tests/screens/*.keys; do
	name=$(basename "$script" .keys)
	case " ${SCREENS:-$name} " in
	*" $name "*) set -- "$@" "$script" ;;
	esac
done
exec "$build/screentest" "$@"
