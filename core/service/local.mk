# Sources of core/service.
libcore_a_SOURCES += \
	core/service/cause.c core/service/cause.h \
	core/service/service.c core/service/service.h
