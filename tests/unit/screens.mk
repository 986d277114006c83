# Unit tests of screens.
UNIT_TESTS += unit-screens
unit_screens_SOURCES = tests/unit/screens.c
unit_screens_LDADD = libscreens.a $(TUI_UNIT_LDADD)
UNIT_TESTS += unit-screens-stock
unit_screens_stock_SOURCES = tests/unit/screens-stock.c
unit_screens_stock_LDADD = libscreens.a $(TUI_UNIT_LDADD)
UNIT_TESTS += unit-rules-states
unit_rules_states_SOURCES = tests/unit/rules-states.c tests/unit/sources.h
unit_rules_states_LDADD = libscreens.a $(TUI_UNIT_LDADD)
