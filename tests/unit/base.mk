# Unit tests of base.
UNIT_TESTS += unit-clock unit-csv unit-error unit-inifile unit-loop unit-mem unit-path unit-text
unit_clock_SOURCES = tests/unit/clock.c tests/unit/expect.h
unit_clock_LDADD = $(UNIT_LDADD)
unit_csv_SOURCES = tests/unit/csv.c tests/unit/expect.h
unit_csv_LDADD = $(UNIT_LDADD)
unit_error_SOURCES = tests/unit/error.c tests/unit/expect.h
unit_error_LDADD = $(UNIT_LDADD)
unit_inifile_SOURCES = tests/unit/inifile.c tests/unit/expect.h
unit_inifile_LDADD = $(UNIT_LDADD)
unit_loop_SOURCES = tests/unit/loop.c tests/unit/expect.h
unit_loop_LDADD = $(UNIT_LDADD)
unit_mem_SOURCES = tests/unit/mem.c tests/unit/expect.h
unit_mem_LDADD = $(UNIT_LDADD)
unit_path_SOURCES = tests/unit/path.c tests/unit/expect.h
unit_path_LDADD = $(UNIT_LDADD)
unit_text_SOURCES = tests/unit/text.c tests/unit/expect.h
unit_text_LDADD = $(UNIT_LDADD)
