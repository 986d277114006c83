# make bench: figures, never part of the tests.
EXTRA_DIST += tests/bench/bench.sh tests/bench/net.sh
EXTRA_PROGRAMS = bench-lists
bench_lists_SOURCES = tests/bench/lists.c
bench_lists_LDADD = libcore.a $(ALL_LIBS)
CLEANFILES += bench-lists
.PHONY: bench
bench: all bench-lists
	TOP_SRCDIR='$(abs_top_srcdir)' TOP_BUILDDIR='$(abs_top_builddir)' $(srcdir)/tests/bench/bench.sh
	TOP_SRCDIR='$(abs_top_srcdir)' TOP_BUILDDIR='$(abs_top_builddir)' $(srcdir)/tests/bench/net.sh
