# Sources of core/service.
libcore_a_SOURCES += \
	core/service/cause.c core/service/cause.h \
	core/service/demo/addresses.c \
	core/service/demo/adopt.c \
	core/service/demo/assignments.c \
	core/service/demo/demo.c core/service/demo/demo.h \
	core/service/demo/features.c \
	core/service/demo/licences.c \
	core/service/demo/people.c \
	core/service/demo/stock.c \
	core/service/demo/world.c core/service/demo/world.h \
	core/service/service.c core/service/service.h \
	core/service/sync.c core/service/sync.h
