# Sources of core/plan.
libcore_a_SOURCES += \
	core/plan/apply.c core/plan/apply.h core/plan/applying.h \
	core/plan/carry.c core/plan/carry.h \
	core/plan/change.c core/plan/change.h \
	core/plan/cost.c \
	core/plan/edit.c core/plan/edit.h \
	core/plan/fault.c core/plan/fault.h \
	core/plan/flight.c \
	core/plan/item.c \
	core/plan/journal.c core/plan/journal.h \
	core/plan/left.c \
	core/plan/letter.c \
	core/plan/licensing.c core/plan/licensing.h \
	core/plan/match.c core/plan/match.h \
	core/plan/named.h \
	core/plan/point.c core/plan/point.h \
	core/plan/pools.c core/plan/pools.h \
	core/plan/problem.c \
	core/plan/progress.c \
	core/plan/quota.c core/plan/quota.h \
	core/plan/ready.c \
	core/plan/reply.c \
	core/plan/request.c \
	core/plan/send.c \
	core/plan/sql.c core/plan/sql.h \
	core/plan/status.c \
	core/plan/stock.c \
	core/plan/turn.c \
	core/plan/walk.c core/plan/walk.h \
	core/plan/undo.c core/plan/undo.h \
	core/plan/way.c core/plan/way.h
