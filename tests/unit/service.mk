# Unit tests of service.
UNIT_TESTS += unit-service-cause
unit_service_cause_SOURCES = tests/unit/service-cause.c
unit_service_cause_LDADD = $(UNIT_LDADD)
