# Sources of tui.
