# Scripts of PowerShell, read by a parser of our own, and by PowerShell's where it is installed.
check_PROGRAMS += script-make
script_make_SOURCES = tests/scripts/make.c
script_make_LDADD = libcore.a $(ALL_LIBS)
SCRIPT_TESTS = tests/scripts/scripts.sh tests/scripts/command.sh tests/scripts/whole.sh
SCRIPT_FILES = tests/scripts/scripts.py tests/scripts/runs.py tests/scripts/check.py tests/scripts/powershell.py \
	tests/scripts/interpret.py tests/scripts/module.py tests/scripts/pwsh.py tests/scripts/reduce.py tests/data/cmdlets.json
TESTS += $(SCRIPT_TESTS)
EXTRA_DIST += $(SCRIPT_TESTS) $(SCRIPT_FILES)
$(SCRIPT_TESTS:.sh=.log): script-make$(EXEEXT) ringup$(EXEEXT) $(SCRIPT_FILES) data/runbook.ps1
