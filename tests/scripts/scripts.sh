#!/bin/sh
# Runbooks are PowerShell that the module understands, and hold against hostile names (tests/scripts/scripts.py).
set -u
top=${TOP_SRCDIR:-$(cd "$(dirname "$0")/../.." && pwd)}
build=${TOP_BUILDDIR:-$top/build}
PYTHONDONTWRITEBYTECODE=1 exec "${PYTHON3:-/usr/bin/python3}" "$top/tests/scripts/scripts.py" "$build/script-make" "$top/tests/data/cmdlets.json"
