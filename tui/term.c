/* The terminal, through curses: raw, so that Ctrl-S, Ctrl-C and Ctrl-Z are keys of ours. */
#include <langinfo.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <curses.h>

#include "core/base/mem.h"
#include "core/base/text.h"
#include "core/base/tr.h"
#include "tui/draw.h"
#include "tui/term.h"

/* curses keeps its screen in globals; so there is one terminal a process. */
static SCREEN *the_screen;
static bool is_open;

/* What terminals send under a TERM that says otherwise: PuTTY, tmux and rxvt for Home, End and the
 * first F-keys. */
static const struct {
	const char *sequence;
	int code;
} sequences[] = {
	{ "\033[1~", KEY_HOME },
	{ "\033[7~", KEY_HOME },
	{ "\033[H", KEY_HOME },
	{ "\033OH", KEY_HOME },
	{ "\033[4~", KEY_END },
	{ "\033[8~", KEY_END },
	{ "\033[F", KEY_END },
	{ "\033OF", KEY_END },
	{ "\033[11~", KEY_F(1) },
	{ "\033[12~", KEY_F(2) },
	{ "\033[13~", KEY_F(3) },
	{ "\033[14~", KEY_F(4) },
	{ "\033[15~", KEY_F(5) },
	{ "\033OP", KEY_F(1) },
	{ "\033OQ", KEY_F(2) },
	{ "\033OR", KEY_F(3) },
	{ "\033OS", KEY_F(4) },
};

static const struct key_code {
	int code, key;
} key_codes[] = {
	{ KEY_UP, TUI_UP },
	{ KEY_DOWN, TUI_DOWN },
	{ KEY_LEFT, TUI_LEFT },
	{ KEY_RIGHT, TUI_RIGHT },
	{ KEY_PPAGE, TUI_PAGE_UP },
	{ KEY_NPAGE, TUI_PAGE_DOWN },
	{ KEY_HOME, TUI_HOME },
	{ KEY_A1, TUI_HOME },
	{ KEY_FIND, TUI_HOME },
	{ KEY_END, TUI_END },
	{ KEY_C1, TUI_END },
	{ KEY_SELECT, TUI_END },
	{ KEY_BTAB, TUI_BACK_TAB },
	{ KEY_BACKSPACE, TUI_BACKSPACE },
	{ KEY_DC, TUI_DELETE },
	{ KEY_IC, TUI_INSERT },
	{ KEY_ENTER, TUI_ENTER },
	{ KEY_RESIZE, TUI_RESIZE },
	{ KEY_MOUSE, TUI_MOUSE },
};

static bool locale_is_utf8(void)
{
	return strcmp(nl_langinfo(CODESET), "UTF-8") == 0;
}

static bool wants_ascii(const struct tui_options *options)
{
	return options->ascii == TUI_YES || !locale_is_utf8();
}

static bool wants_colour(const struct tui_options *options)
{
	const char *no_color = getenv("NO_COLOR");
	if (options->colour == TUI_NO || !has_colors())
		return false;
	return options->colour == TUI_YES || !no_color || !*no_color;
}

static bool term_check(struct error *err)
{
	const char *name = getenv("TERM");
	if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO))
		return error_set(err, ERROR_USAGE,
			_("This needs a terminal for its keyboard and its screen."));
	if (!name || !*name)
		return error_set(err, ERROR_USAGE,
			_("TERM is not set, so it is not known what this terminal can do. "
			  "Set it, for example: TERM=xterm."));
	return true;
}

static bool screen_open(struct error *err)
{
	const char *name = getenv("TERM");
	the_screen = newterm(NULL, stdout, stdin);
	if (!the_screen)
		return error_set(err, ERROR_USAGE,
			_("No terminal of the kind TERM=%s is known here. Set another, for "
			  "example: TERM=xterm."),
			name);
	const char *moves = tigetstr("cup");
	if (moves && moves != (const char *)-1 && *moves)
		return true;
	endwin();
	delscreen(the_screen);
	the_screen = NULL;
	return error_set(err, ERROR_USAGE,
		_("A terminal of the kind TERM=%s cannot move its cursor, which the screens need."),
		name);
}

static void sequences_define(void)
{
	for (size_t i = 0; i < sizeof sequences / sizeof *sequences; i++)
		if (key_defined(sequences[i].sequence) == 0)
			define_key(sequences[i].sequence, sequences[i].code);
}

static void screen_setup(void)
{
	raw();
	noecho();
	nonl();
	intrflush(stdscr, FALSE);
	keypad(stdscr, TRUE);
	sequences_define();
	nodelay(stdscr, TRUE);
	idlok(stdscr, TRUE); /* a list that scrolls by one row sends one row */
	typeahead(-1);       /* a draw is never left half done */
	if (!getenv("ESCDELAY"))
		set_escdelay(100);
}

static void colours_setup(bool colour)
{
	if (colour) {
		start_color();
		use_default_colors();
	}
	draw_roles(colour);
}

bool term_open(const struct tui_options *options, struct error *err)
{
	if (!term_check(err) || !screen_open(err))
		return false;
	text_set_ascii(wants_ascii(options));
	screen_setup();
	colours_setup(wants_colour(options));
	term_mouse(options->mouse);
	is_open = true;
	mem_on_death(term_close);
	return true;
}

void term_close(void)
{
	if (!is_open)
		return;
	is_open = false;
	mem_on_death(NULL);
	endwin();
	delscreen(the_screen);
	the_screen = NULL;
}

void term_flush(int row, int column)
{
	move(row, column);
	wnoutrefresh(stdscr);
	doupdate();
}

void term_forget(void)
{
	clearok(curscr, TRUE);
}

/* Not resizeterm(), which would put a KEY_RESIZE before the next key. */
void term_resize(void)
{
	struct winsize size;
	if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_row > 0 && size.ws_col > 0)
		resize_term(size.ws_row, size.ws_col);
	term_forget();
}

void term_resume(void)
{
	reset_prog_mode();
	term_resize();
}

/* The whole process group stops, as a shell expects of a pipeline. In a group that no shell looks
 * after the kernel ignores this SIGTSTP, and we go on at once. */
void term_suspend(void)
{
	struct sigaction stop = { .sa_handler = SIG_DFL }, old;
	endwin();
	sigaction(SIGTSTP, &stop, &old);
	kill(0, SIGTSTP);
	sigaction(SIGTSTP, &old, NULL);
	term_resume();
}

static int key_of_code(int code)
{
	for (size_t i = 0; i < sizeof key_codes / sizeof *key_codes; i++)
		if (key_codes[i].code == code)
			return key_codes[i].key;
	if (code > KEY_F(0) && code <= KEY_F(12))
		return TUI_F(code - KEY_F0);
	return TUI_NONE;
}

static int key_of_character(wint_t c)
{
	if (c == 0x7f || c == TUI_CTRL('h'))
		return TUI_BACKSPACE;
	return c == '\n' ? TUI_ENTER : (int)c;
}

/* The rest of a key that nobody knows ("[1;5C"): its letters are not keys of ours. */
static bool sequence_skip(void)
{
	wint_t c;
	int got = get_wch(&c);
	if (got == KEY_CODE_YES)
		ungetch((int)c);
	else if (got == OK && c != '[')
		unget_wch((wchar_t)c);
	if (got != OK || c != '[')
		return false;
	while (get_wch(&c) == OK && (c < '@' || c > '~'))
		;
	return true;
}

bool term_key(int *key)
{
	wint_t c;
	int got = get_wch(&c);
	if (got == ERR)
		return false;
	if (got == OK && c == TUI_ESC && sequence_skip()) {
		*key = TUI_NONE;
		return true;
	}
	*key = got == KEY_CODE_YES ? key_of_code((int)c) : key_of_character(c);
	return true;
}

bool term_gone(void)
{
	struct pollfd keyboard = { .fd = STDIN_FILENO, .events = POLLIN };
	int bytes = 0;
	if (poll(&keyboard, 1, 0) <= 0)
		return false;
	if (keyboard.revents & (POLLHUP | POLLERR | POLLNVAL))
		return true;
	return ioctl(STDIN_FILENO, FIONREAD, &bytes) != 0 || bytes == 0;
}

void term_mouse(bool on)
{
	mousemask(on ? BUTTON1_PRESSED | BUTTON1_CLICKED | BUTTON4_PRESSED | BUTTON5_PRESSED : 0,
		NULL);
	mouseinterval(0);
}

bool term_mouse_event(int *row, int *wheel)
{
	MEVENT event;
	if (getmouse(&event) != OK)
		return false;
	*row = event.y;
	*wheel = event.bstate & BUTTON4_PRESSED ? -1 : event.bstate & BUTTON5_PRESSED ? 1 : 0;
	return true;
}

/* ---- the clipboard ---- */

/* Families that read OSC 52, or pass over it without showing it. */
static bool takes_osc(void)
{
	static const char *const families[] = { "xterm", "tmux", "screen", "rxvt", "alacritty",
		"foot", "kitty", "wezterm", "st-", "vte", "konsole", "putty" };
	const char *name = getenv("TERM");
	for (size_t i = 0; name && i < sizeof families / sizeof *families; i++)
		if (strncmp(name, families[i], strlen(families[i])) == 0)
			return true;
	return false;
}

static void base64_add(struct str *out, const char *text)
{
	static const char digits[] =
		"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
	const unsigned char *in = (const unsigned char *)text;
	size_t len = strlen(text);
	for (size_t i = 0; i < len; i += 3) {
		unsigned bits = (unsigned)in[i] << 16;
		bits |= i + 1 < len ? (unsigned)in[i + 1] << 8 : 0;
		bits |= i + 2 < len ? (unsigned)in[i + 2] : 0;
		str_addc(out, digits[bits >> 18 & 63]);
		str_addc(out, digits[bits >> 12 & 63]);
		str_addc(out, i + 1 < len ? digits[bits >> 6 & 63] : '=');
		str_addc(out, i + 2 < len ? digits[bits & 63] : '=');
	}
}

bool term_copy(const char *text)
{
	struct str sequence = { 0 };
	if (!takes_osc())
		return false;
	str_add(&sequence, "\033]52;c;");
	base64_add(&sequence, text);
	str_add(&sequence, "\a");
	putp(str_text(&sequence));
	fflush(stdout);
	str_fini(&sequence);
	return true;
}
