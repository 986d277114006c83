/* tui/key.h: keys as the declarations name them, and the names that a person reads.
 *
 * A key is a Unicode character ('s', '?', 0xE9), TUI_CTRL('r'), or one of enum tui_key. */
#ifndef TUI_KEY_H
#define TUI_KEY_H

#include <stdbool.h>

#include "core/base/mem.h"

#define TUI_CTRL(letter) ((letter)&0x1f)

enum tui_key {
	TUI_NONE = 0, /* no key: an action without a twin */
	TUI_TAB = 9,
	TUI_ENTER = 13,
	TUI_ESC = 27,
	TUI_SPACE = ' ',
	TUI_BACKSPACE = 0x110000, /* from here on outside Unicode */
	TUI_DELETE,
	TUI_INSERT,
	TUI_UP,
	TUI_DOWN,
	TUI_LEFT,
	TUI_RIGHT,
	TUI_PAGE_UP,
	TUI_PAGE_DOWN,
	TUI_HOME,
	TUI_END,
	TUI_BACK_TAB,
	TUI_RESIZE,
	TUI_MOUSE,
	TUI_F0 = 0x110100 /* TUI_F(1) is F1 */
};

#define TUI_F(number) (TUI_F0 + (number))

/* Appends "s", "Space", "Enter", "Ctrl-R", "F5", "PgUp", ... */
void key_text(struct str *out, int key);

/* True for a key that no declaration may bind: Ctrl-H I J M [ (they are Backspace, Tab, Enter and
 * Esc: bind TUI_TAB, TUI_ENTER, ... by name), Ctrl-A and Ctrl-B (screen, tmux), Ctrl-Z (suspend),
 * Ctrl-C and Ctrl-L (ours), and what is no key at all. */
bool key_forbidden(int key);

/* True for a key that acts inside a text field: Tab, Enter, Esc, F-keys, Ctrl-keys. */
bool key_acts_in_text(int key);

#endif
