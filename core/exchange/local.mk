# Sources of core/exchange.
libcore_a_SOURCES += \
	core/exchange/answers.c core/exchange/answers.h \
	core/exchange/answers_check.c \
	core/exchange/answers_export.c \
	core/exchange/answers_file.h \
	core/exchange/config.c core/exchange/config.h \
	core/exchange/export.c core/exchange/export.h \
	core/exchange/import.c core/exchange/import.h \
	core/exchange/import_assignments.c \
	core/exchange/import_numbers.c \
	core/exchange/import_people.c \
	core/exchange/import_type.h \
	core/exchange/letter_send.c \
	core/exchange/letters.c core/exchange/letters.h \
	core/exchange/message.c core/exchange/message.h \
	core/exchange/post.c core/exchange/post.h \
	core/exchange/saying.c core/exchange/saying.h \
	core/exchange/scripting.c core/exchange/scripting.h \
	core/exchange/taking.c core/exchange/taking.h \
	core/exchange/report.c core/exchange/report.h \
	core/exchange/runbook.c core/exchange/runbook.h \
	core/exchange/template.c core/exchange/template.h
