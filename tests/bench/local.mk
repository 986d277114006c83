# make bench: figures, never part of the tests.
EXTRA_DIST += tests/bench/bench.sh
.PHONY: bench
bench: all
	TOP_SRCDIR='$(abs_top_srcdir)' TOP_BUILDDIR='$(abs_top_builddir)' $(srcdir)/tests/bench/bench.sh
