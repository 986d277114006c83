# Parsers under mutated files: a fixed seed and few rounds here; `./fuzz-csv 1000000` for a night.
check_PROGRAMS += fuzz-csv fuzz-ini
TESTS += fuzz-csv fuzz-ini
fuzz_csv_SOURCES = tests/fuzz/csv.c tests/fuzz/mutate.c tests/fuzz/mutate.h
fuzz_csv_LDADD = $(CORE_LIBS) $(ALL_LIBS)
fuzz_ini_SOURCES = tests/fuzz/ini.c tests/fuzz/mutate.c tests/fuzz/mutate.h
fuzz_ini_LDADD = $(CORE_LIBS) $(ALL_LIBS)
