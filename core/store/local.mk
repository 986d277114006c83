# Sources of core/store.
libcore_a_SOURCES += \
	core/store/json.c core/store/json.h \
	core/store/migration.h \
	core/store/store.h
