# Sources of core/service/results.
libcore_a_SOURCES += \
	core/service/results/ledger.c core/service/results/ledger.h \
	core/service/results/results.c core/service/results/results.h \
	core/service/results/said.c core/service/results/said.h
