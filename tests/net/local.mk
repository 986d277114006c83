# The real service, against test servers on loopback (tests/net/server.py).
NET_TESTS = tests/net/servers.sh tests/net/sync.sh tests/net/reading.sh tests/net/refused.sh tests/net/faults.sh tests/net/faults-killed.sh \
	tests/net/killed.sh tests/net/mail.sh tests/net/letters.sh tests/net/partner.sh tests/net/geocode.sh tests/net/script.sh \
	tests/net/cloud.sh
TESTS += $(NET_TESTS)
NET_FILES = tests/net/lib.sh tests/net/plan.sh tests/net/server.py tests/net/http1.py tests/net/faults.py tests/net/login.py \
	tests/net/graph.py tests/net/people.py tests/net/schema.py tests/net/graph-schema.json tests/net/extract-schema.py \
	tests/net/mime.py tests/net/smtp.py tests/net/plan.ini tests/net/partner.py tests/net/geocode.py tests/net/addresses.jsonl \
	tests/net/leaks.sh
EXTRA_DIST += $(NET_TESTS) $(NET_FILES)
$(NET_TESTS:.sh=.log): ringup$(EXEEXT) $(NET_FILES)
