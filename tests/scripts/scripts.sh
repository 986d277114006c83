#!/bin/sh
# Runbooks are PowerShell that the module understands, hold against hostile names (tests/scripts/scripts.py), and do their
# work once, whatever stops them (tests/scripts/runs.py).
set -u
top=${TOP_SRCDIR:-$(cd "$(dirname "$0")/../.." && pwd)}
build=${TOP_BUILDDIR:-$top/build}
python=${PYTHON3:-/usr/bin/python3}
export PYTHONDONTWRITEBYTECODE=1
status=0
"$python" "$top/tests/scripts/scripts.py" "$build/script-make" "$top/tests/data/cmdlets.json" || status=1
"$python" "$top/tests/scripts/runs.py" "$top/data/runbook.ps1" || status=1
exit $status
