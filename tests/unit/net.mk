# Unit tests of net.
UNIT_TESTS += unit-net-http
unit_net_http_SOURCES = tests/unit/net-http.c tests/unit/expect.h
unit_net_http_LDADD = $(UNIT_LDADD)

UNIT_TESTS += unit-net-geocode
unit_net_geocode_SOURCES = tests/unit/net-geocode.c tests/unit/expect.h
unit_net_geocode_LDADD = $(UNIT_LDADD)
UNIT_TESTS += unit-net-signin
unit_net_signin_SOURCES = tests/unit/net-signin.c tests/unit/expect.h
unit_net_signin_LDADD = $(UNIT_LDADD)

UNIT_TESTS += unit-net-mail
unit_net_mail_SOURCES = tests/unit/net-mail.c tests/unit/expect.h
unit_net_mail_LDADD = $(UNIT_LDADD)
