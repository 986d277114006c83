# Sources of core/store.
libcore_a_SOURCES += \
	core/store/json.c core/store/json.h \
	core/store/migration.c core/store/migration.h \
	core/store/store.c core/store/store.h
