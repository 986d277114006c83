# Sources of core/plan.
libcore_a_SOURCES += \
	core/plan/apply.h \
	core/plan/change.h \
	core/plan/edit.h \
	core/plan/journal.h \
	core/plan/licensing.c core/plan/licensing.h \
	core/plan/match.h \
	core/plan/undo.h
