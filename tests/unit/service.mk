# Unit tests of service.
UNIT_TESTS += unit-service-cause unit-service-demo
unit_service_cause_SOURCES = tests/unit/service-cause.c
unit_service_cause_LDADD = $(UNIT_LDADD)
unit_service_demo_SOURCES = tests/unit/service-demo.c
unit_service_demo_LDADD = $(UNIT_LDADD)
UNIT_TESTS += unit-service-sync
unit_service_sync_SOURCES = tests/unit/service-sync.c
unit_service_sync_LDADD = $(UNIT_LDADD)
UNIT_TESTS += unit-service-results
unit_service_results_SOURCES = tests/unit/service-results.c tests/unit/expect.h
unit_service_results_LDADD = $(UNIT_LDADD)

UNIT_TESTS += unit-service-partner
unit_service_partner_SOURCES = tests/unit/service-partner.c tests/unit/expect.h
unit_service_partner_LDADD = $(UNIT_LDADD)
UNIT_TESTS += unit-service-graph-errors unit-service-graph-call
unit_service_graph_errors_SOURCES = tests/unit/service-graph-errors.c tests/unit/expect.h
unit_service_graph_errors_LDADD = $(UNIT_LDADD)
unit_service_graph_call_SOURCES = tests/unit/service-graph-call.c tests/unit/graph-rig.h tests/unit/expect.h
unit_service_graph_call_LDADD = $(UNIT_LDADD)
UNIT_TESTS += unit-service-runner
unit_service_runner_SOURCES = tests/unit/service-runner.c tests/unit/expect.h
unit_service_runner_LDADD = $(UNIT_LDADD)
EXTRA_DIST += tests/fake-pwsh
UNIT_TESTS += unit-service-graph-acts
unit_service_graph_acts_SOURCES = tests/unit/service-graph-acts.c tests/unit/graph-rig.h tests/unit/expect.h
unit_service_graph_acts_LDADD = $(UNIT_LDADD)
