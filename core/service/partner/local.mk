# Sources of core/service/partner.
libcore_a_SOURCES += \
	core/service/partner/partner.c core/service/partner/partner.h
