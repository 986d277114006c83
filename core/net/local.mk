# Sources of core/net.
libcore_a_SOURCES += \
	core/net/http.c core/net/http.h
