# Unit tests of reference.
UNIT_TESTS += unit-reference unit-own-price unit-mkreference unit-embed
unit_reference_SOURCES = tests/unit/reference.c
unit_reference_LDADD = $(UNIT_LDADD)
unit_own_price_SOURCES = tests/unit/reference-own-price.c
unit_own_price_LDADD = $(UNIT_LDADD)
unit_mkreference_SOURCES = tests/unit/reference-compile.c
unit_mkreference_LDADD = $(UNIT_LDADD)
unit_embed_SOURCES = tests/unit/reference-embed.c
unit_embed_LDADD = $(UNIT_LDADD)
