/* The keys that work in every view. */
#include "core/base/tr.h"
#include "tui/common.h"
#include "tui/tui.h"

const struct common commons[COMMAND_COUNT] = {
	[COMMAND_HELP] = { { '?', TUI_F(1) }, .label = N_("Help"), .fixed = true,
		.help = N_("Help for this row or field, and all keys.") },
	[COMMAND_UP] = { { TUI_UP, 'k' }, .help = N_("One up."), .fixed = true },
	[COMMAND_DOWN] = { { TUI_DOWN, 'j' }, .help = N_("One down."), .fixed = true },
	[COMMAND_PAGE_UP] = { { TUI_PAGE_UP, TUI_CTRL('u') }, .help = N_("A screenful up."),
		.fixed = true },
	[COMMAND_PAGE_DOWN] = { { TUI_PAGE_DOWN, TUI_CTRL('d') }, .help = N_("A screenful down."),
		.fixed = true },
	[COMMAND_FIRST] = { { TUI_HOME, 'g' }, .help = N_("To the first."), .fixed = true },
	[COMMAND_LAST] = { { TUI_END, 'G' }, .help = N_("To the last."), .fixed = true },
	[COMMAND_NEXT_PANE] = { { TUI_TAB }, .fixed = true,
		.help = N_("To the next field, or to the text at the right and back.") },
	[COMMAND_LAST_PANE] = { { TUI_BACK_TAB }, .fixed = true,
		.help = N_("To the field before.") },
	[COMMAND_MARK] = { { TUI_SPACE, 'x' }, .label = N_("Mark"), .needs = NEEDS_MARKS,
		.help = N_("Mark this row, or take its mark away.") },
	[COMMAND_MARK_ALL] = { { 'a' }, .needs = NEEDS_MARKS,
		.help = N_("Mark all rows that are shown.") },
	[COMMAND_MARK_NONE] = { { 'n' }, .needs = NEEDS_MARKS, .help = N_("Take all marks away.") },
	[COMMAND_MARK_INVERT] = { { 'i' }, .needs = NEEDS_MARKS,
		.help = N_("Mark what is not marked, and the other way round.") },
	[COMMAND_FILTER] = { { '/', TUI_F(4) }, .label = N_("Filter"), .needs = NEEDS_FILTER,
		.fixed = true,
		.help = N_(
			"Show only rows with what you type; /! shows those without. Esc ends it.") },
	[COMMAND_OPEN] = { { TUI_ENTER }, .help = N_("Open or accept.") },
	[COMMAND_EDIT] = { { 'e', TUI_F(6) }, .help = N_("Edit.") },
	[COMMAND_DETAIL] = { { 'd', TUI_F(3) }, .label = N_("Detail"), .needs = NEEDS_DETAIL,
		.help = N_("All there is to know about this row.") },
	[COMMAND_COPY] = { { 'y' }, .needs = NEEDS_LIST,
		.help = N_("Copy this row to your own clipboard.") },
	[COMMAND_REDRAW] = { { TUI_CTRL('l') }, .help = N_("Draw the screen anew."),
		.fixed = true },
	[COMMAND_MOUSE] = { { 'M' },
		.help = N_("Mouse on or off. Off, your terminal selects text.") },
	[COMMAND_BACK] = { { '<', TUI_F(8) }, .label = N_("Back"), .needs = NEEDS_STEPS,
		.fixed = true, .help = N_("To the step before.") },
	[COMMAND_NEXT] = { { '>', TUI_F(10) }, .label = N_("Next"), .needs = NEEDS_STEPS,
		.fixed = true, .help = N_("To the next step.") },
	[COMMAND_STEP] = { { '0' }, .keys = "0 .. 6", .needs = NEEDS_STEPS, .fixed = true,
		.help = N_("To that step.") },
	[COMMAND_ESCAPE] = { { TUI_ESC }, .fixed = true,
		.help = N_("Back by one level. Nothing is lost.") },
	[COMMAND_QUIT] = { { 'q', TUI_CTRL('c') }, .label = N_("Quit"), .fixed = true,
		.help = N_("Close this, or quit. Everything is kept.") },
};

enum command common_command(int key)
{
	if (key >= '0' && key <= '9')
		return COMMAND_STEP;
	for (int command = 0; command < COMMAND_COUNT; command++)
		for (int i = 0; i < 4 && commons[command].key[i]; i++)
			if (commons[command].key[i] == key)
				return (enum command)command;
	return COMMAND_COUNT;
}

bool common_applies(enum command command, const struct view *view, const struct shell *shell)
{
	switch (commons[command].needs) {
	case NEEDS_NOTHING:
		return true;
	case NEEDS_LIST:
		return view->columns != NULL;
	case NEEDS_MARKS:
		return view->set_mark != NULL;
	case NEEDS_FILTER:
		return view->filter != NULL;
	case NEEDS_DETAIL:
		return view->detail != NULL;
	case NEEDS_STEPS:
		return shell != NULL;
	}
	return false;
}
