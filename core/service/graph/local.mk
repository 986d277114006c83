# Sources of core/service/graph.
libcore_a_SOURCES += \
	core/service/graph/acts.c core/service/graph/acts.h \
	core/service/graph/batch.c core/service/graph/batch.h \
	core/service/graph/call.c core/service/graph/call.h \
	core/service/graph/cloud.c \
	core/service/graph/errors.c core/service/graph/errors.h \
	core/service/graph/flight.h \
	core/service/graph/graph.c core/service/graph/graph.h \
	core/service/graph/licence.c \
	core/service/graph/log.c core/service/graph/log.h \
	core/service/graph/mail.c \
	core/service/graph/number.c \
	core/service/graph/pace.c core/service/graph/pace.h \
	core/service/graph/policy.c \
	core/service/graph/sync.c \
	core/service/graph/within.h
