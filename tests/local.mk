# Unit tests: one program per module, declared by the fragment of the room it tests.
AM_TESTS_ENVIRONMENT = LC_ALL=C.UTF-8; TZ=UTC; export LC_ALL TZ; unset LANGUAGE; \
	TOP_SRCDIR='$(abs_top_srcdir)'; TOP_BUILDDIR='$(abs_top_builddir)'; export TOP_SRCDIR TOP_BUILDDIR;
UNIT_LDADD = libcore.a $(ALL_LIBS) $(CMOCKA_LIBS)
TUI_UNIT_LDADD = libtui.a libcore.a $(NCURSES_LIBS) $(ALL_LIBS) $(CMOCKA_LIBS)

include tests/unit/base.mk
include tests/unit/store.mk
include tests/unit/reference.mk
include tests/unit/tenant.mk
include tests/unit/rules.mk
include tests/unit/plan.mk
include tests/unit/service.mk
include tests/unit/exchange.mk
include tests/unit/sheet.mk
include tests/unit/net.mk
include tests/unit/tui.mk
include tests/unit/screens.mk
include tests/commands/local.mk
include tests/scripts/local.mk
include tests/screens/local.mk
include tests/net/local.mk
include tests/faults/local.mk
include tests/fuzz/local.mk
include tests/bench/local.mk
include tests/lint/local.mk

if HAVE_CMOCKA
check_PROGRAMS += $(UNIT_TESTS)
TESTS += $(UNIT_TESTS)
endif

# The unit tests alone: quick, and what coverage is measured with.
.PHONY: check-unit
check-unit: $(UNIT_TESTS)
	$(MAKE) $(AM_MAKEFLAGS) check-TESTS TESTS="$(UNIT_TESTS)"

# After the tests: how the rules of the domain are used (tests/unit/rules-states.c counts them).
check-local: check-TESTS
	@grep -h '^rules: ' unit-rules-states.log 2>/dev/null || true

# A full unattended run under valgrind: no leak, no error.
.PHONY: check-leaks
check-leaks: all
	TOP_SRCDIR='$(abs_top_srcdir)' TOP_BUILDDIR='$(abs_top_builddir)' $(srcdir)/tests/leaks.sh
	TOP_SRCDIR='$(abs_top_srcdir)' TOP_BUILDDIR='$(abs_top_builddir)' $(srcdir)/tests/net/leaks.sh
