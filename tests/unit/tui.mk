# Unit tests of tui.
UNIT_TESTS += unit-tui-layout unit-tui-keys
unit_tui_layout_SOURCES = tests/unit/tui-layout.c tests/unit/expect.h
unit_tui_layout_LDADD = $(TUI_UNIT_LDADD)
unit_tui_keys_SOURCES = tests/unit/tui-keys.c tests/unit/expect.h
unit_tui_keys_LDADD = $(TUI_UNIT_LDADD)
