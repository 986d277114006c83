bin_PROGRAMS += ringup
ringup_SOURCES = commands/main.c commands/command.h \
	commands/about.c commands/apply.c commands/country.c commands/demo.c commands/done.c commands/files.c commands/geocode.c commands/log.c \
	commands/notify.c \
	commands/print.c commands/print.h commands/report.c commands/run.c commands/script.c commands/search.c commands/settle.c \
	commands/signin.c commands/status.c commands/undo.c commands/version.c commands/work.c commands/work.h
ringup_LDADD = libscreens.a libtui.a libcore.a $(NCURSES_LIBS) $(ALL_LIBS)
