/* Keys: their names for people, and which of them nobody may bind. */
#include <string.h>

#include <unistr.h>

#include "core/base/tr.h"
#include "tui/key.h"

static const struct named_key {
	int key;
	const char *name;
} named_keys[] = {
	{ TUI_TAB, N_("Tab") },
	{ TUI_ENTER, N_("Enter") },
	{ TUI_ESC, N_("Esc") },
	{ TUI_SPACE, N_("Space") },
	{ TUI_BACKSPACE, N_("Backspace") },
	{ TUI_DELETE, N_("Del") },
	{ TUI_INSERT, N_("Ins") },
	{ TUI_UP, N_("Up") },
	{ TUI_DOWN, N_("Down") },
	{ TUI_LEFT, N_("Left") },
	{ TUI_RIGHT, N_("Right") },
	{ TUI_PAGE_UP, N_("PgUp") },
	{ TUI_PAGE_DOWN, N_("PgDn") },
	{ TUI_HOME, N_("Home") },
	{ TUI_END, N_("End") },
	{ TUI_BACK_TAB, N_("Shift-Tab") },
};

static void add_character(struct str *out, int key)
{
	uint8_t bytes[6];
	int len = u8_uctomb(bytes, (ucs4_t)key, sizeof bytes);
	if (len > 0)
		str_addn(out, (const char *)bytes, (size_t)len);
}

void key_text(struct str *out, int key)
{
	for (size_t i = 0; i < sizeof named_keys / sizeof *named_keys; i++) {
		if (named_keys[i].key == key) {
			str_add(out, _(named_keys[i].name));
			return;
		}
	}
	if (key > TUI_F(0) && key <= TUI_F(12))
		str_addf(out, "F%d", key - TUI_F0);
	else if (key > 0 && key < ' ')
		str_addf(out, _("Ctrl-%c"), key + '@');
	else if (key > ' ' && key != 0x7f)
		add_character(out, key);
}

static bool key_listed(int key)
{
	for (size_t i = 0; i < sizeof named_keys / sizeof *named_keys; i++)
		if (named_keys[i].key == key)
			return true;
	return false;
}

bool key_forbidden(int key)
{
	static const char taken[] = { TUI_CTRL('H'), TUI_CTRL('J'), TUI_CTRL('A'), TUI_CTRL('B'),
		TUI_CTRL('C'), TUI_CTRL('L'), TUI_CTRL('Z') };
	if (key_listed(key) || (key > TUI_F(0) && key <= TUI_F(12)))
		return false;
	if (key > 0 && key < ' ')
		return memchr(taken, key, sizeof taken) != NULL;
	return key <= ' ' || key == 0x7f || key >= TUI_BACKSPACE;
}

bool key_acts_in_text(int key)
{
	return key == TUI_BACK_TAB || (key > 0 && key < ' ') ||
	       (key > TUI_F(0) && key <= TUI_F(12));
}
