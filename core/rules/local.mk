libcore_a_SOURCES += \
	core/rules/address.c core/rules/address.h \
	core/rules/assignment.c core/rules/assignment.h \
	core/rules/capability.c core/rules/capability.h \
	core/rules/e164.c core/rules/e164.h \
	core/rules/eligibility.c core/rules/eligibility.h \
	core/rules/emergency.c core/rules/emergency.h \
	core/rules/intern.c core/rules/intern.h \
	core/rules/latency.c core/rules/latency.h \
	core/rules/location.c core/rules/location.h \
	core/rules/match.c core/rules/match.h \
	core/rules/notice.c core/rules/notice.h \
	core/rules/order.c core/rules/order.h \
	core/rules/pool.c core/rules/pool.h \
	core/rules/quota.c core/rules/quota.h \
	core/rules/reservation.c core/rules/reservation.h \
	core/rules/verdict.c core/rules/verdict.h
