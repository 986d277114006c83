# Unit tests of sheets and topics.
UNIT_TESTS += unit-sheet unit-topic
unit_sheet_SOURCES = tests/unit/sheet.c tests/unit/expect.h
unit_sheet_LDADD = $(UNIT_LDADD)

UNIT_TESTS += unit-sheet-licences
unit_sheet_licences_SOURCES = tests/unit/sheet-licences.c tests/unit/plan-fixture.h
unit_sheet_licences_LDADD = $(UNIT_LDADD)

unit_topic_SOURCES = tests/unit/topic.c tests/unit/expect.h
unit_topic_LDADD = $(UNIT_LDADD)

UNIT_TESTS += unit-sheet-rules
unit_sheet_rules_SOURCES = tests/unit/sheet-rules.c tests/unit/expect.h
unit_sheet_rules_LDADD = $(UNIT_LDADD)

UNIT_TESTS += unit-sheet-country
unit_sheet_country_SOURCES = tests/unit/sheet-country.c tests/unit/expect.h
unit_sheet_country_LDADD = $(UNIT_LDADD)

UNIT_TESTS += unit-sheet-minutes
unit_sheet_minutes_SOURCES = tests/unit/sheet-minutes.c tests/unit/expect.h
unit_sheet_minutes_LDADD = $(UNIT_LDADD)
UNIT_TESTS += unit-sheet-sites
unit_sheet_sites_SOURCES = tests/unit/sheet-sites.c tests/unit/tenant.h tests/unit/expect.h
unit_sheet_sites_LDADD = $(UNIT_LDADD)

UNIT_TESTS += unit-sheet-papers
unit_sheet_papers_SOURCES = tests/unit/sheet-papers.c tests/unit/tenant.h tests/unit/expect.h
unit_sheet_papers_LDADD = $(UNIT_LDADD)
UNIT_TESTS += unit-sheet-service
unit_sheet_service_SOURCES = tests/unit/sheet-service.c tests/unit/expect.h
unit_sheet_service_LDADD = $(UNIT_LDADD)

UNIT_TESTS += unit-sheet-flow
unit_sheet_flow_SOURCES = tests/unit/sheet-flow.c tests/unit/expect.h
unit_sheet_flow_LDADD = $(UNIT_LDADD)
UNIT_TESTS += unit-sheet-port
unit_sheet_port_SOURCES = tests/unit/sheet-port.c tests/unit/tenant.h tests/unit/expect.h
unit_sheet_port_LDADD = $(UNIT_LDADD)

UNIT_TESTS += unit-sheet-line
unit_sheet_line_SOURCES = tests/unit/sheet-line.c tests/unit/plan-fixture.h
unit_sheet_line_LDADD = $(UNIT_LDADD)

UNIT_TESTS += unit-sheet-words
unit_sheet_words_SOURCES = tests/unit/sheet-words.c tests/unit/expect.h
unit_sheet_words_LDADD = $(UNIT_LDADD)
