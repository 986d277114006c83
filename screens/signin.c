/* The page Sign in: lines of text at the left, and where there is room the address as a QR code at
 * the right. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/clock.h"
#include "core/base/text.h"
#include "core/base/tr.h"
#include "core/net/qr.h"
#include "core/net/signin.h"
#include "core/plan/apply.h"
#include "core/profile/partner.h"
#include "screens/sheet.h"
#include "screens/signin.h"
#include "screens/wizard.h"

enum {
	LINES = 60,
	TEXT_COLUMNS = 37, /* of the text beside the picture, at 80 columns */
	QR_COLUMNS = 37,
	QR_ROWS = 16, /* that 80x24 shows */
	TEXT_MOST = 76,
	MARGIN = 4,
	COMPACT_MARGIN = 2
};

struct line {
	char text[200];
	enum tui_role role;
	bool is_address; /* y copies the address here, elsewhere the code */
};

struct signin_screen {
	struct wizard *wizard;
	struct view page; /* signin_page_view, with the second column where there is a picture */
	struct signin_view view;
	bool asked; /* a person was asked here: the page goes when he has done it */
	struct line lines[LINES];
	int count, columns;
	enum tui_role role; /* of the paragraph that is being laid */
	bool is_address;
	char *picture; /* rows of the QR code, parted by NUL; NULL: none */
	int picture_rows;
};

/* The tenant's, or the partner's who buys for it. */
static struct signin *signin_of(const struct signin_screen *screen)
{
	return partner_signin_first(screen->wizard->profile);
}

/* ---- lines ---- */

static void line_add(void *data, const char *text, size_t len)
{
	struct signin_screen *screen = data;
	if (screen->count == LINES)
		return;
	struct line *line = &screen->lines[screen->count++];
	snprintf(line->text, sizeof line->text, "%.*s", (int)len, text);
	line->role = screen->role;
	line->is_address = screen->is_address;
}

static void say(struct signin_screen *screen, enum tui_role role, const char *text)
{
	struct str shown = { 0 };
	text_printable(&shown, text);
	screen->role = role;
	text_wrap(str_text(&shown), screen->columns, line_add, screen);
	str_fini(&shown);
}

static void say_blank(struct signin_screen *screen)
{
	screen->role = ROLE_TEXT;
	line_add(screen, "", 0);
}

static void say_address(struct signin_screen *screen, const char *text)
{
	say(screen, ROLE_TEXT, text);
	screen->is_address = true;
	say(screen, ROLE_TITLE, screen->view.address);
	screen->is_address = false;
	say_blank(screen);
}

static void say_time(struct signin_screen *screen)
{
	char text[120], left[CLOCK_TEXT];
	int64_t seconds = screen->view.until - clock_now();
	snprintf(text, sizeof text, _("Time left: %s"), clock_countdown(left, seconds));
	say(screen, seconds < 60 ? ROLE_WARNING : ROLE_TEXT, text);
}

/* Four rows: page, code and time, and nothing to scroll. */
static void say_asks_compact(struct signin_screen *screen)
{
	char text[80];
	screen->is_address = true;
	say(screen, ROLE_TITLE, screen->view.address);
	screen->is_address = false;
	if (screen->view.code[0]) {
		snprintf(text, sizeof text, _("Code: %s"), screen->view.code);
		say(screen, ROLE_TITLE, text);
	}
	say_time(screen);
}

/* Two sign-ins look the same: the other one says whose it is. */
static void say_whose(struct signin_screen *screen)
{
	const struct profile *profile = screen->wizard->profile;
	char text[300];
	if (signin_of(screen) == profile->signin)
		return;
	snprintf(text, sizeof text,
		_("This is the partner's sign-in, to the tenant %s, in order to buy."),
		profile->partner);
	say(screen, ROLE_WARNING, text);
	say_blank(screen);
}

static void say_asks(struct signin_screen *screen)
{
	const struct signin_view *view = &screen->view;
	const char *port = strrchr(view->address, ':');
	if (tui_compact(screen->wizard->tui)) {
		say_asks_compact(screen);
		return;
	}
	if (view->method == SIGNIN_DEVICE) {
		say_address(screen, _("Open this page, on any device:"));
		say(screen, ROLE_TEXT, _("and type this code there:"));
		say(screen, ROLE_TITLE, view->code);
		say_blank(screen);
		say_time(screen);
		return;
	}
	say_address(screen, _("Open this page in a browser of this machine:"));
	say_time(screen);
	if (port) {
		char text[200];
		int len = (int)strcspn(port + 1, "/");
		snprintf(text, sizeof text,
			_("Over SSH bring its port to where the browser is: ssh -L %.*s:localhost:%.*s HOST"),
			len, port + 1, len, port + 1);
		say_blank(screen);
		say(screen, ROLE_DIM, text);
	}
}

static void say_failed(struct signin_screen *screen)
{
	say(screen, ROLE_ERROR, screen->view.sentence);
	say_blank(screen);
	say(screen, ROLE_TEXT, _("Enter tries again."));
	if (!screen->view.ids[0])
		return;
	say_blank(screen);
	say(screen, ROLE_DIM, _("For Microsoft's support:"));
	say(screen, ROLE_DIM, screen->view.ids);
}

static void say_state(struct signin_screen *screen)
{
	say_whose(screen);
	switch (screen->view.state) {
	case SIGNIN_OUT:
		say(screen, ROLE_TEXT, _("Nobody is signed in. Enter begins."));
		break;
	case SIGNIN_BUSY:
		say(screen, ROLE_TEXT, _("The sign-in service is asked ..."));
		if (screen->view.sentence[0])
			say(screen, ROLE_WARNING, screen->view.sentence);
		break;
	case SIGNIN_ASKS:
		say_asks(screen);
		break;
	case SIGNIN_IN:
		say(screen, ROLE_OK, _("Signed in."));
		say(screen, ROLE_WARNING, screen->view.sentence);
		break;
	case SIGNIN_FAILED:
		say_failed(screen);
		break;
	}
}

/* What goes on by itself after the sign-in. */
static void say_waiting(struct signin_screen *screen)
{
	const struct wizard *wizard = screen->wizard;
	if (screen->view.state == SIGNIN_IN || (!wizard->apply && !wizard->sync))
		return;
	if (!tui_compact(wizard->tui))
		say_blank(screen);
	say(screen, ROLE_TEXT,
		wizard->apply ? _("The apply waits, and goes on by itself after the sign-in.")
			      : _("Reading the tenant goes on by itself after the sign-in."));
}

/* ---- the picture ---- */

static void picture_make(struct signin_screen *screen)
{
	struct str rows = { 0 };
	struct qr_size size;
	struct tui *tui = screen->wizard->tui;
	free(screen->picture);
	screen->picture = NULL;
	screen->picture_rows = 0;
	if (screen->view.state != SIGNIN_ASKS || screen->view.method != SIGNIN_DEVICE ||
		tui_compact(tui) || !qr_text(screen->view.address, text_ascii(), NULL, &size) ||
		size.columns > QR_COLUMNS || size.rows > QR_ROWS ||
		!qr_text(screen->view.address, text_ascii(), &rows, &size))
		return;
	screen->picture_rows = size.rows;
	screen->picture = str_take(&rows);
	for (char *at = screen->picture; (at = strchr(at, '\n')); at++)
		*at = '\0';
}

static const char *picture_row(const struct signin_screen *screen, int64_t row)
{
	const char *at = screen->picture;
	while (row-- > 0)
		at += strlen(at) + 1;
	return at;
}

/* ---- the list ---- */

static int64_t signin_screen_count(void *ctx)
{
	struct signin_screen *screen = ctx;
	struct tui *tui = screen->wizard->tui;
	signin_view(signin_of(screen), &screen->view);
	screen->asked = screen->asked || screen->view.state == SIGNIN_ASKS;
	picture_make(screen);
	int room = tui_columns(tui) - (tui_compact(tui) ? COMPACT_MARGIN : MARGIN);
	screen->columns = screen->picture ? TEXT_COLUMNS : room < TEXT_MOST ? room : TEXT_MOST;
	screen->page.column_count = screen->picture ? 2 : 1;
	screen->count = 0;
	say_state(screen);
	say_waiting(screen);
	return screen->count > screen->picture_rows ? screen->count : screen->picture_rows;
}

static const struct line *line_at(void *ctx, int64_t row)
{
	struct signin_screen *screen = ctx;
	return row >= 0 && row < screen->count ? &screen->lines[row] : NULL;
}

static void signin_screen_cell(void *ctx, int64_t row, int column, struct str *out)
{
	const struct line *line = line_at(ctx, row);
	if (column == 1 && row < ((struct signin_screen *)ctx)->picture_rows)
		str_add(out, picture_row(ctx, row));
	else if (line)
		str_add(out, line->text);
}

static enum tui_role signin_screen_role(void *ctx, int64_t row, int column)
{
	const struct line *line = line_at(ctx, row);
	return line && column == 0 ? line->role : ROLE_TEXT;
}

static void signin_screen_copy(void *ctx, int64_t row, struct str *out)
{
	struct signin_screen *screen = ctx;
	const struct line *line = line_at(ctx, row);
	bool address = (line && line->is_address) || !screen->view.code[0];
	str_add(out, address ? screen->view.address : screen->view.code);
}

static void signin_screen_message(void *ctx, int64_t row, struct str *out, enum tui_role *role)
{
	struct signin_screen *screen = ctx;
	(void)row;
	*role = ROLE_TEXT;
	if (screen->view.state == SIGNIN_ASKS && screen->view.method == SIGNIN_DEVICE)
		str_add(out, _("y copies the code; on its line, the address."));
	else if (screen->view.state == SIGNIN_ASKS)
		str_add(out, _("y copies the address."));
}

static void signin_screen_empty(void *ctx, struct str *out)
{
	(void)ctx;
	str_add(out, _("Nobody is signed in. Enter begins."));
}

static bool signin_screen_tick(void *ctx)
{
	struct signin_screen *screen = ctx;
	return screen->view.state == SIGNIN_ASKS;
}

/* ---- keys ---- */

/* Where nobody asked for a token yet, reading the tenant does. */
static void begin_key(struct tui *tui, void *ctx)
{
	struct signin_screen *screen = ctx;
	struct signin *signin = signin_of(screen);
	signin_begin(signin);
	signin_view(signin, &screen->view);
	if (screen->view.state == SIGNIN_OUT)
		wizard_sync(screen->wizard, NULL);
	tui_reload(tui);
}

static bool may_change_way(void *ctx, struct error *err)
{
	const struct signin_screen *screen = ctx;
	return screen->view.method == SIGNIN_DEVICE || screen->view.method == SIGNIN_BROWSER ||
	       error_set(err, ERROR_USAGE,
		       _("An application signs in by itself: method under [signin] names another way."));
}

static void way_key(struct tui *tui, void *ctx)
{
	struct signin_screen *screen = ctx;
	signin_use(signin_of(screen),
		screen->view.method == SIGNIN_DEVICE ? SIGNIN_BROWSER : SIGNIN_DEVICE);
	tui_reload(tui);
}

static void registration_key(struct tui *tui, void *ctx)
{
	struct signin_screen *screen = ctx;
	(void)tui;
	topic_open(screen->wizard, "registration");
}

static const struct action signin_actions[] = {
	{ .key = TUI_ENTER,
		.label = N_("Begin"),
		.run = begin_key,
		.help = N_("Begin to sign in, or ask for a new code.") },
	{ .key = 'b',
		.label = N_("Other way"),
		.run = way_key,
		.enabled = may_change_way,
		.help = N_("By the browser of this machine instead of a code, and back.") },
	{ .key = 'r',
		.label = N_("Register"),
		.run = registration_key,
		.help = N_("How an administrator registers ringup in the tenant.") },
};

/* Leaving gives up: whoever waits for the tenant hears that nobody signed in, and an apply begins
 * nothing that would ask again. */
static bool signin_screen_back(struct tui *tui, void *ctx)
{
	struct signin_screen *screen = ctx;
	(void)tui;
	if (screen->view.state == SIGNIN_IN)
		return true;
	if (screen->wizard->apply)
		apply_cancel(screen->wizard->apply);
	signin_stop(signin_of(screen));
	return true;
}

static void signin_screen_status(void *ctx, bool compact, struct str *money, struct str *state)
{
	struct signin_screen *screen = ctx;
	wizard_shell.status(screen->wizard, compact, money, state);
}

static void signin_screen_close(struct tui *tui, void *ctx)
{
	struct signin_screen *screen = ctx;
	(void)tui;
	screen->wizard->signing = NULL;
	free(screen->picture);
	free(screen);
}

static const struct column signin_columns[] = {
	{ .title = N_("What to do"),
		.width = TEXT_COLUMNS,
		.grow = 1,
		.help = N_("The page and the code, or why the sign-in failed.") },
	{ .title = N_("The page, for a telephone"),
		.width = QR_COLUMNS,
		.drop = 1,
		.help = N_("The address as a QR code.") },
};

const struct view signin_page_view = {
	.id = "signin",
	.title = N_("Sign in"),
	.help = N_(
		"ringup needs somebody who may administer the tenant. What you type on that page, ringup never "
		"sees: it gets a token, which stays in memory unless remember = yes keeps it. Whatever waits for "
		"the tenant goes on by itself after the sign-in; Esc gives up."),
	COLUMNS(signin_columns),
	ACTIONS(signin_actions),
	.count = signin_screen_count,
	.cell = signin_screen_cell,
	.role = signin_screen_role,
	.copy = signin_screen_copy,
	.message = signin_screen_message,
	.empty = signin_screen_empty,
	.status = signin_screen_status,
	.tick = signin_screen_tick,
	.back = signin_screen_back,
	.close = signin_screen_close,
};

void signin_page(struct wizard *wizard)
{
	struct signin_screen *screen = xcalloc(1, sizeof *screen);
	screen->wizard = wizard;
	screen->page = signin_page_view;
	signin_view(signin_of(screen), &screen->view);
	wizard->signing = screen;
	tui_push(wizard->tui, &screen->page, screen);
}

/* ---- from the loop ---- */

/* What covers the page is left alone: it is looked at again with the next heartbeat. */
void wizard_signin_changed(struct wizard *wizard)
{
	struct signin_screen *screen = wizard->signing;
	struct signin_view view;
	struct tui *tui = wizard->tui;
	if (!wizard->profile->signin || !tui || tui_has_dialog(tui))
		return;
	signin_view(partner_signin_first(wizard->profile), &view);
	if (!screen && view.state == SIGNIN_ASKS) {
		signin_page(wizard);
	} else if (!screen && view.state == SIGNIN_BUSY && view.sentence[0]) {
		tui_message(tui, ROLE_WARNING, "%s", view.sentence);
	} else if (screen && tui_view(tui) == &screen->page) {
		if (view.state == SIGNIN_IN && screen->asked && !view.sentence[0]) {
			tui_pop(tui);
			tui_message(tui, ROLE_OK, "%s", _("Signed in."));
		} else {
			tui_reload(tui);
		}
	}
}
