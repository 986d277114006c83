# Unit tests of plan.
UNIT_TESTS += unit-plan-apply unit-plan-change unit-plan-demo unit-plan-edit
unit_plan_apply_SOURCES = tests/unit/plan-apply.c tests/unit/plan-fixture.h
unit_plan_apply_LDADD = $(UNIT_LDADD)
unit_plan_change_SOURCES = tests/unit/plan-change.c tests/unit/plan-fixture.h
unit_plan_change_LDADD = $(UNIT_LDADD)
unit_plan_demo_SOURCES = tests/unit/plan-demo.c tests/unit/plan-fixture.h
unit_plan_demo_LDADD = $(UNIT_LDADD)
unit_plan_edit_SOURCES = tests/unit/plan-edit.c tests/unit/plan-fixture.h
unit_plan_edit_LDADD = $(UNIT_LDADD)

UNIT_TESTS += unit-plan-licensing
unit_plan_licensing_SOURCES = tests/unit/plan-licensing.c tests/unit/expect.h
unit_plan_licensing_LDADD = $(UNIT_LDADD)

UNIT_TESTS += unit-plan-features
unit_plan_features_SOURCES = tests/unit/plan-features.c tests/unit/plan-fixture.h
unit_plan_features_LDADD = $(UNIT_LDADD)
UNIT_TESTS += unit-plan-port
unit_plan_port_SOURCES = tests/unit/plan-port.c tests/unit/plan-fixture.h tests/unit/expect.h
unit_plan_port_LDADD = $(UNIT_LDADD)

UNIT_TESTS += unit-plan-flight
unit_plan_flight_SOURCES = tests/unit/plan-flight.c tests/unit/plan-fixture.h
unit_plan_flight_LDADD = $(UNIT_LDADD)
