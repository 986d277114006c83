# Sources of core/service/powershell.
libcore_a_SOURCES += \
	core/service/powershell/quote.c \
	core/service/powershell/runner.c core/service/powershell/runner.h \
	core/service/powershell/script.c core/service/powershell/script.h
