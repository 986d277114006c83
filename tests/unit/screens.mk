# Unit tests of screens.
UNIT_TESTS += unit-screens
unit_screens_SOURCES = tests/unit/screens.c
unit_screens_LDADD = libscreens.a $(TUI_UNIT_LDADD)
