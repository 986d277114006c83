# Sources of core/store.
libcore_a_SOURCES += \
	core/store/json.c core/store/json.h
