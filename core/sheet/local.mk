# Sources of core/sheet: a topic is a file of its own.
libcore_a_SOURCES += \
	core/sheet/sheet.c core/sheet/sheet.h core/sheet/lay.c \
	core/sheet/minutes.c core/sheet/minutes.h \
	core/sheet/timeline.c core/sheet/timeline.h \
	core/sheet/topic.c core/sheet/topic.h \
	core/sheet/abroad.c \
	core/sheet/answer.c core/sheet/answer.h \
	core/sheet/callers.c \
	core/sheet/carrier.c \
	core/sheet/conferencing.c \
	core/sheet/conflicts.c \
	core/sheet/cost.c \
	core/sheet/country.c core/sheet/country.h core/sheet/country-facts.c \
	core/sheet/credits.c \
	core/sheet/emergency.c \
	core/sheet/label.c core/sheet/label.h \
	core/sheet/empty.c \
	core/sheet/find.c core/sheet/find.h \
	core/sheet/flow.c core/sheet/flow.h \
	core/sheet/forecast.c \
	core/sheet/handover.c \
	core/sheet/licences.c \
	core/sheet/line.c core/sheet/line.h core/sheet/line-check.c core/sheet/line-read.c \
	core/sheet/line-script.c core/sheet/line-want.c \
	core/sheet/network.c \
	core/sheet/offer.c \
	core/sheet/organizations.c \
	core/sheet/papers.c \
	core/sheet/people.c \
	core/sheet/plans.c \
	core/sheet/price.c core/sheet/price.h \
	core/sheet/sku.c core/sheet/sku.h \
	core/sheet/pools.c \
	core/sheet/port.c \
	core/sheet/porting.c core/sheet/porting.h \
	core/sheet/ports.c \
	core/sheet/registration.c \
	core/sheet/rooms.c \
	core/sheet/rules.c \
	core/sheet/service.c \
	core/sheet/words.c core/sheet/words.h
