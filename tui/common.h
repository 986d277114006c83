/* tui/common.h: what keys do in every view. Dispatch (page.c), keys row and help walk one table. */
#ifndef TUI_COMMON_H
#define TUI_COMMON_H

#include <stdbool.h>

enum command {
	COMMAND_HELP,
	COMMAND_UP,
	COMMAND_DOWN,
	COMMAND_PAGE_UP,
	COMMAND_PAGE_DOWN,
	COMMAND_FIRST,
	COMMAND_LAST,
	COMMAND_NEXT_PANE,
	COMMAND_LAST_PANE,
	COMMAND_MARK,
	COMMAND_MARK_ALL,
	COMMAND_MARK_NONE,
	COMMAND_MARK_INVERT,
	COMMAND_FILTER,
	COMMAND_OPEN,
	COMMAND_EDIT,
	COMMAND_DETAIL,
	COMMAND_COPY,
	COMMAND_REDRAW,
	COMMAND_MOUSE,
	COMMAND_BACK,
	COMMAND_NEXT,
	COMMAND_STEP,
	COMMAND_ESCAPE,
	COMMAND_QUIT,
	COMMAND_COUNT
};

/* What a view must have for a command to make sense in it. */
enum command_needs {
	NEEDS_NOTHING,
	NEEDS_LIST,
	NEEDS_MARKS,
	NEEDS_FILTER,
	NEEDS_DETAIL,
	NEEDS_STEPS
};

struct common {
	int key[4];        /* the first is the one that is named; 0 ends */
	const char *keys;  /* N_(): how the help page writes them; NULL: their names */
	const char *label; /* N_(): for the keys row; NULL: not there */
	const char *help;  /* N_() */
	enum command_needs needs;
	bool fixed; /* no view may bind these keys to something else */
};

extern const struct common commons[COMMAND_COUNT];

struct view;
struct shell;

/* The command of a key; COMMAND_COUNT: none. */
enum command common_command(int key);
bool common_applies(enum command command, const struct view *view, const struct shell *shell);

#endif
