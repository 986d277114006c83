# Unit tests of tui.
