# Unit tests of base.
UNIT_TESTS += unit-text unit-csv unit-loop unit-inifile
unit_text_SOURCES = tests/unit/text.c tests/unit/expect.h
unit_text_LDADD = $(UNIT_LDADD)
unit_csv_SOURCES = tests/unit/csv.c tests/unit/expect.h
unit_csv_LDADD = $(UNIT_LDADD)
unit_loop_SOURCES = tests/unit/loop.c tests/unit/expect.h
unit_loop_LDADD = $(UNIT_LDADD)
unit_inifile_SOURCES = tests/unit/inifile.c tests/unit/expect.h
unit_inifile_LDADD = $(UNIT_LDADD)
