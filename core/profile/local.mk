# Sources of core/profile.
libcore_a_SOURCES += \
	core/profile/locate.c core/profile/locate.h \
	core/profile/partner.c core/profile/partner.h \
	core/profile/profile.c core/profile/profile.h
