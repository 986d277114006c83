# Unit tests of store.
UNIT_TESTS += unit-store
unit_store_SOURCES = tests/unit/store.c tests/unit/expect.h
unit_store_LDADD = $(UNIT_LDADD)
EXTRA_DIST += tests/unit/store-1.sql tests/unit/store-2.sql
