# Sources of core/net.
libcore_a_SOURCES += \
	core/net/aadsts.c \
	core/net/geocode.c core/net/geocode.h \
	core/net/http.c core/net/http.h \
	core/net/jwt.c core/net/jwt.h \
	core/net/listener.c core/net/listener.h \
	core/net/mail.c core/net/mail.h \
	core/net/oauth-fail.c core/net/oauth-grant.c core/net/oauth-keep.c \
	core/net/oauth-person.c core/net/oauth-request.c core/net/oauth.h \
	core/net/qr.c core/net/qr.h \
	core/net/signin.c core/net/signin.h \
	core/net/wire.c core/net/wire.h
