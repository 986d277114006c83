/* tui/term.h: the terminal itself: taken, given back, suspended, read and flushed. */
#ifndef TUI_TERM_H
#define TUI_TERM_H

#include <stdbool.h>

#include "core/base/error.h"
#include "tui/tui.h"

/* As tui_open(). False, with the terminal as it was. */
bool term_open(const struct tui_options *options, struct error *err);
void term_close(void);

/* Sends what has changed since the last time; the cursor stands at row, column. */
void term_flush(int row, int column);
/* Forgets what is on the terminal, so that the next flush draws everything. */
void term_forget(void);
/* Follows a new window size. */
void term_resize(void);
/* Gives the terminal to the shell (Ctrl-Z, SIGTSTP); returns when the shell gives it back. */
void term_suspend(void);
/* After SIGCONT from elsewhere. */
void term_resume(void);
/* A key of tui/key.h; false: no more for now. */
bool term_key(int *key);
/* True if the terminal is gone: nothing will ever be read. */
bool term_gone(void);
void term_mouse(bool on);

/* Where the mouse was, after TUI_MOUSE: wheel is -1 up, 1 down, 0 a click at row. */
bool term_mouse_event(int *row, int *wheel);

/* OSC 52. False if this kind of terminal is not known to take it. */
bool term_copy(const char *text);

#endif
