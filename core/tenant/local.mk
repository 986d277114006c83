# Sources of core/tenant.
libcore_a_SOURCES += \
	core/tenant/address.h \
	core/tenant/assignment.h \
	core/tenant/licence.h \
	core/tenant/memory.h \
	core/tenant/notice.h \
	core/tenant/number.h \
	core/tenant/number_order.h \
	core/tenant/organization.h \
	core/tenant/person.h \
	core/tenant/subscription.h \
	core/tenant/sync.h
