# Sources of core/exchange.
libcore_a_SOURCES += \
	core/exchange/answers.h \
	core/exchange/config.c core/exchange/config.h \
	core/exchange/export.h \
	core/exchange/import.h \
	core/exchange/letters.c core/exchange/letters.h \
	core/exchange/template.c core/exchange/template.h
