# Unit tests of rules.
UNIT_TESTS += \
	unit-rules-verdict \
	unit-rules-quota \
	unit-rules-order \
	unit-rules-papers \
	unit-rules-timeline \
	unit-rules-times \
	unit-rules-e164 \
	unit-rules-address \
	unit-rules-coordinates \
	unit-rules-assignment \
	unit-rules-eligibility \
	unit-rules-advice \
	unit-rules-offer \
	unit-rules-match

UNIT_TESTS += unit-rules-conferencing
unit_rules_conferencing_SOURCES = tests/unit/rules-conferencing.c tests/unit/rules-test.h
unit_rules_conferencing_LDADD = $(UNIT_LDADD)

unit_rules_verdict_SOURCES = tests/unit/rules-verdict.c tests/unit/rules-test.h
unit_rules_verdict_LDADD = $(UNIT_LDADD)

unit_rules_quota_SOURCES = tests/unit/rules-quota.c tests/unit/rules-test.h
unit_rules_quota_LDADD = $(UNIT_LDADD)

unit_rules_order_SOURCES = tests/unit/rules-order.c tests/unit/rules-test.h
unit_rules_order_LDADD = $(UNIT_LDADD)

unit_rules_times_SOURCES = tests/unit/rules-times.c tests/unit/rules-test.h
unit_rules_times_LDADD = $(UNIT_LDADD)

unit_rules_e164_SOURCES = tests/unit/rules-e164.c tests/unit/rules-test.h
unit_rules_e164_LDADD = $(UNIT_LDADD)

unit_rules_coordinates_SOURCES = tests/unit/rules-coordinates.c tests/unit/rules-test.h
unit_rules_coordinates_LDADD = $(UNIT_LDADD)

unit_rules_address_SOURCES = tests/unit/rules-address.c tests/unit/rules-test.h
unit_rules_address_LDADD = $(UNIT_LDADD)

unit_rules_assignment_SOURCES = tests/unit/rules-assignment.c tests/unit/rules-test.h
unit_rules_assignment_LDADD = $(UNIT_LDADD)

unit_rules_eligibility_SOURCES = tests/unit/rules-eligibility.c tests/unit/rules-test.h
unit_rules_eligibility_LDADD = $(UNIT_LDADD)

unit_rules_advice_SOURCES = tests/unit/rules-advice.c tests/unit/rules-test.h
unit_rules_advice_LDADD = $(UNIT_LDADD)

unit_rules_offer_SOURCES = tests/unit/rules-offer.c tests/unit/rules-test.h
unit_rules_offer_LDADD = $(UNIT_LDADD)

unit_rules_match_SOURCES = tests/unit/rules-match.c tests/unit/rules-test.h
unit_rules_match_LDADD = $(UNIT_LDADD)

UNIT_TESTS += unit-rules-emergency
unit_rules_emergency_SOURCES = tests/unit/rules-emergency.c tests/unit/rules-test.h
unit_rules_emergency_LDADD = $(UNIT_LDADD)

unit_rules_papers_SOURCES = tests/unit/rules-papers.c tests/unit/rules-test.h
unit_rules_papers_LDADD = $(UNIT_LDADD)

unit_rules_timeline_SOURCES = tests/unit/rules-timeline.c tests/unit/rules-test.h
unit_rules_timeline_LDADD = $(UNIT_LDADD)

UNIT_TESTS += unit-rules-pool unit-rules-credits unit-rules-abroad unit-rules-forecast
unit_rules_pool_SOURCES = tests/unit/rules-pool.c tests/unit/rules-test.h
unit_rules_pool_LDADD = $(UNIT_LDADD)
unit_rules_credits_SOURCES = tests/unit/rules-credits.c tests/unit/rules-test.h
unit_rules_credits_LDADD = $(UNIT_LDADD)
unit_rules_abroad_SOURCES = tests/unit/rules-abroad.c tests/unit/rules-test.h
unit_rules_abroad_LDADD = $(UNIT_LDADD)
unit_rules_forecast_SOURCES = tests/unit/rules-forecast.c tests/unit/rules-test.h
unit_rules_forecast_LDADD = $(UNIT_LDADD)

UNIT_TESTS += unit-rules-network unit-rules-room
unit_rules_room_SOURCES = tests/unit/rules-room.c tests/unit/rules-test.h
unit_rules_room_LDADD = $(UNIT_LDADD)
unit_rules_network_SOURCES = tests/unit/rules-network.c tests/unit/rules-test.h
unit_rules_network_LDADD = $(UNIT_LDADD)
UNIT_TESTS += unit-rules-port
unit_rules_port_SOURCES = tests/unit/rules-port.c tests/unit/rules-test.h
unit_rules_port_LDADD = $(UNIT_LDADD)
UNIT_TESTS += unit-rules-conflicts
unit_rules_conflicts_SOURCES = tests/unit/rules-conflicts.c tests/unit/expect.h
unit_rules_conflicts_LDADD = $(UNIT_LDADD)


UNIT_TESTS += unit-rules-callflow
unit_rules_callflow_SOURCES = tests/unit/rules-callflow.c tests/unit/rules-test.h
unit_rules_callflow_LDADD = $(UNIT_LDADD)
