# Sources of core/tenant.
libcore_a_SOURCES += \
	core/tenant/address-sql.h core/tenant/person-sql.h \
	core/tenant/address.c core/tenant/address.h \
	core/tenant/assignment.c core/tenant/assignment.h \
	core/tenant/feature.c core/tenant/feature.h \
	core/tenant/holding.c core/tenant/holding.h \
	core/tenant/licence.c core/tenant/licence.h \
	core/tenant/memory.c core/tenant/memory.h \
	core/tenant/notice.c core/tenant/notice.h \
	core/tenant/number.c core/tenant/number.h \
	core/tenant/number_order.c core/tenant/number_order.h \
	core/tenant/organization.c core/tenant/organization.h \
	core/tenant/person.c core/tenant/person.h core/tenant/person_page.c \
	core/tenant/reading.c core/tenant/reading.h \
	core/tenant/subscription.c core/tenant/subscription.h \
	core/tenant/swap.c core/tenant/swap.h \
	core/tenant/sync.c core/tenant/sync.h
