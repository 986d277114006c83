# Sources of core/service/results.
libcore_a_SOURCES += \
	core/service/results/lines.c core/service/results/lines.h \
	core/service/results/results.c core/service/results/results.h
