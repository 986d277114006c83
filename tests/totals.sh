#!/bin/sh
# totals.sh DIR...: adds up what the test logs below the build folders say; prints how the rules are used and
# "N passed, N failed". cmocka's closing lines and the plain line "N passed, N failed" of the scripts are counted.
find "$@" -name '*.log' ! -name 'stage.log' ! -name 'config.log' ! -name 'test-suite.log' -exec cat {} + 2>/dev/null | awk '
	/^\[  PASSED  \] [0-9]+ test/ { passed += $4 }
	/^\[  FAILED  \] [0-9]+ test/ { failed += $4 }
	/^[0-9]+ passed, [0-9]+ failed/ { passed += $1; failed += $3 }
	/^rules: [0-9]+, decided / { rules = $0 }
	END {
		if (rules != "")
			print rules
		printf "%d passed, %d failed\n", passed, failed
		exit (failed > 0 || passed == 0)
	}'
