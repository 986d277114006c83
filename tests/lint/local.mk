# make lint: the house stays as drawn; `make check` proves that it can fail.
EXTRA_DIST += tests/leaks.sh tests/lint/rooms tests/lint/house.awk tests/lint/lint.sh tests/lint/planted.sh \
	tests/all.sh tests/totals.sh
TESTS += tests/lint/planted.sh

.PHONY: lint
lint:
	$(srcdir)/tests/lint/lint.sh $(srcdir)
