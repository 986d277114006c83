# Sources of tui.
libtui_a_SOURCES += \
	tui/check.c \
	tui/common.c tui/common.h \
	tui/dialog.c \
	tui/draw.c tui/draw.h \
	tui/fields.c \
	tui/form.c \
	tui/frame.c \
	tui/help.c \
	tui/inside.h \
	tui/key.c tui/key.h \
	tui/layout.c tui/layout.h \
	tui/page.c \
	tui/term.c tui/term.h \
	tui/tui.c tui/tui.h \
	tui/view.h
