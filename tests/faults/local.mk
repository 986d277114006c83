# Faults, each by doing it.
FAULT_TESTS = tests/faults/kill.sh tests/faults/store.sh tests/faults/two.sh
TESTS += $(FAULT_TESTS)
EXTRA_DIST += $(FAULT_TESTS)
$(FAULT_TESTS:.sh=.log): ringup$(EXEEXT)
