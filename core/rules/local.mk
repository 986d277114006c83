libcore_a_SOURCES += \
	core/rules/address.h \
	core/rules/assignment.h \
	core/rules/capability.h \
	core/rules/e164.h \
	core/rules/eligibility.h \
	core/rules/latency.h \
	core/rules/location.h \
	core/rules/match.h \
	core/rules/notice.h \
	core/rules/order.h \
	core/rules/pool.h \
	core/rules/quota.h \
	core/rules/reservation.h \
	core/rules/verdict.h
