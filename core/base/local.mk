libcore_a_SOURCES += \
	core/base/base64.c core/base/base64.h \
	core/base/child.c core/base/child.h \
	core/base/clock.c core/base/clock.h \
	core/base/csv.c core/base/csv.h \
	core/base/embed.c core/base/embed.h \
	core/base/error.c core/base/error.h \
	core/base/inifile.c core/base/inifile.h \
	core/base/loop.c core/base/loop.h \
	core/base/mem.c core/base/mem.h \
	core/base/path.c core/base/path.h \
	core/base/random.c core/base/random.h \
	core/base/text.c core/base/text.h \
	core/base/tr.h
