# Unit tests of plan.
UNIT_TESTS += unit-plan-change unit-plan-edit
unit_plan_change_SOURCES = tests/unit/plan-change.c tests/unit/plan-fixture.h
unit_plan_change_LDADD = $(UNIT_LDADD)
unit_plan_edit_SOURCES = tests/unit/plan-edit.c tests/unit/plan-fixture.h
unit_plan_edit_LDADD = $(UNIT_LDADD)

UNIT_TESTS += unit-plan-licensing
unit_plan_licensing_SOURCES = tests/unit/plan-licensing.c tests/unit/expect.h
unit_plan_licensing_LDADD = $(UNIT_LDADD)
