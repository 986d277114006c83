# Unit tests of exchange.
UNIT_TESTS += unit-exchange-letters
unit_exchange_letters_SOURCES = tests/unit/exchange-letters.c
unit_exchange_letters_LDADD = $(UNIT_LDADD)

UNIT_TESTS += unit-exchange-config
unit_exchange_config_SOURCES = tests/unit/exchange-config.c
unit_exchange_config_LDADD = $(UNIT_LDADD)
