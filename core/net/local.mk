# Sources of core/net.
libcore_a_SOURCES += \
	core/net/geocode.c core/net/geocode.h \
	core/net/http.c core/net/http.h \
	core/net/mail.c core/net/mail.h \
	core/net/signin.c core/net/signin.h \
	core/net/wire.c core/net/wire.h
