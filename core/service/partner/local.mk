# Sources of core/service/partner.
libcore_a_SOURCES += \
	core/service/partner/cart.c \
	core/service/partner/catalogue.c \
	core/service/partner/chain.c \
	core/service/partner/partner.c core/service/partner/partner.h \
	core/service/partner/within.h
