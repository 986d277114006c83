# Unit tests of tenant.
UNIT_TESTS += unit-tenant-schema
unit_tenant_schema_SOURCES = tests/unit/tenant-schema.c tests/unit/tenant.h tests/unit/expect.h
unit_tenant_schema_LDADD = $(UNIT_LDADD)
UNIT_TESTS += unit-tenant-people
unit_tenant_people_SOURCES = tests/unit/tenant-people.c tests/unit/tenant.h tests/unit/expect.h
unit_tenant_people_LDADD = $(UNIT_LDADD)
UNIT_TESTS += unit-tenant-numbers
unit_tenant_numbers_SOURCES = tests/unit/tenant-numbers.c tests/unit/tenant.h tests/unit/expect.h
unit_tenant_numbers_LDADD = $(UNIT_LDADD)
UNIT_TESTS += unit-tenant-feature
unit_tenant_feature_SOURCES = tests/unit/tenant-feature.c tests/unit/tenant.h tests/unit/expect.h
unit_tenant_feature_LDADD = $(UNIT_LDADD)
UNIT_TESTS += unit-tenant-swap
unit_tenant_swap_SOURCES = tests/unit/tenant-swap.c tests/unit/tenant.h tests/unit/expect.h
unit_tenant_swap_LDADD = $(UNIT_LDADD)
