# Sources of core/profile.
libcore_a_SOURCES += \
	core/profile/profile.c core/profile/profile.h
