# The program without a terminal.
COMMAND_TESTS = tests/commands/run.sh tests/commands/variations.sh tests/commands/conflict.sh \
	tests/commands/apply.sh tests/commands/cli.sh tests/commands/readme.sh tests/commands/minutes.sh tests/commands/topics.sh \
	tests/commands/results.sh tests/commands/signin.sh
TESTS += $(COMMAND_TESTS)
EXTRA_DIST += $(COMMAND_TESTS) tests/commands/lib.sh tests/data/countries-header \
	tests/data/examples/bakery.ini tests/data/examples/bakery-people.csv \
	tests/data/examples/atelier.ini tests/data/examples/atelier-people.csv \
	tests/data/examples/ringup.ini
$(COMMAND_TESTS:.sh=.log): ringup$(EXEEXT)
