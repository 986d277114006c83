# tests/screens

# A program over tui/ alone, which the screens' tests drive.
check_PROGRAMS += tui-demo
tui_demo_SOURCES = tests/screens/tui-demo.c
tui_demo_LDADD = libtui.a libcore.a $(NCURSES_LIBS) $(ALL_LIBS)
