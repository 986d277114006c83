# Unit tests of tenant.
UNIT_TESTS += unit-tenant-schema
unit_tenant_schema_SOURCES = tests/unit/tenant-schema.c tests/unit/tenant.h tests/unit/expect.h
unit_tenant_schema_LDADD = $(UNIT_LDADD)
