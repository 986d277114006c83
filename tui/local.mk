# Sources of tui.
libtui_a_SOURCES += \
	tui/check.c \
	tui/common.c tui/common.h \
	tui/draw.c tui/draw.h \
	tui/help.c \
	tui/key.c tui/key.h \
	tui/layout.c tui/layout.h \
	tui/term.c tui/term.h \
	tui/tui.h \
	tui/view.h
