# Unit tests of exchange.
UNIT_TESTS += unit-exchange-letters
unit_exchange_letters_SOURCES = tests/unit/exchange-letters.c
unit_exchange_letters_LDADD = $(UNIT_LDADD)

UNIT_TESTS += unit-exchange-config
unit_exchange_config_SOURCES = tests/unit/exchange-config.c
unit_exchange_config_LDADD = $(UNIT_LDADD)

UNIT_TESTS += unit-exchange-import
unit_exchange_import_SOURCES = tests/unit/exchange-import.c tests/unit/expect.h
unit_exchange_import_LDADD = $(UNIT_LDADD)

UNIT_TESTS += unit-exchange-export
unit_exchange_export_SOURCES = tests/unit/exchange-export.c tests/unit/expect.h
unit_exchange_export_LDADD = $(UNIT_LDADD)

UNIT_TESTS += unit-exchange-answers
unit_exchange_answers_SOURCES = tests/unit/exchange-answers.c tests/unit/expect.h
unit_exchange_answers_LDADD = $(UNIT_LDADD)

UNIT_TESTS += unit-exchange-message
unit_exchange_message_SOURCES = tests/unit/exchange-message.c tests/unit/expect.h
unit_exchange_message_LDADD = $(UNIT_LDADD)

EXTRA_DIST += \
	tests/data/atelier-people.csv tests/data/atelier.ini \
	tests/data/bakery-people.csv tests/data/bakery.ini \
	tests/data/numbers.csv \
	tests/data/people-bad.csv tests/data/people-entra.csv \
	tests/data/people-french-1252.csv tests/data/people-graph.csv \
	tests/data/people-m365-utf16.csv tests/data/people-no-upn.csv \
	tests/data/people-teams.csv
UNIT_TESTS += unit-exchange-runbook
unit_exchange_runbook_SOURCES = tests/unit/exchange-runbook.c tests/unit/plan-fixture.h tests/unit/expect.h
unit_exchange_runbook_LDADD = $(UNIT_LDADD)
