# Screens: the real program on a pty, read through a real emulator (tmux).

# A program over tui/ alone, which the screens' tests drive.
check_PROGRAMS += tui-demo
tui_demo_SOURCES = tests/screens/tui-demo.c
tui_demo_LDADD = libtui.a libcore.a $(NCURSES_LIBS) $(ALL_LIBS)

# The interpreter of the scripts (tests/screens/*.keys).
check_PROGRAMS += screentest
screentest_SOURCES = tests/screens/screentest.c
screentest_LDADD = libcore.a $(ALL_LIBS)
SCREEN_KEYS = tests/screens/ascii.keys tests/screens/atelier.keys tests/screens/bakery.keys tests/screens/coordinates.keys tests/screens/countries.keys tests/screens/handover.keys \
	tests/screens/hostile.keys tests/screens/keys.keys tests/screens/newcomers.keys tests/screens/partner.keys \
	tests/screens/reservation.keys tests/screens/signals.keys \
	tests/screens/signin.keys tests/screens/steps.keys tests/screens/topics.keys
SCREEN_TESTS = tests/screens/screens.sh
TESTS += $(SCREEN_TESTS)
EXTRA_DIST += $(SCREEN_TESTS) $(SCREEN_KEYS) tests/screens/golden
$(SCREEN_TESTS:.sh=.log): ringup$(EXEEXT) screentest$(EXEEXT)
