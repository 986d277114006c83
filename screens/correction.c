/* What validation changed in an address: our text beside the service's, and which one to keep. */
#include <stdio.h>
#include <string.h>

#include "core/base/tr.h"
#include "screens/addresses.h"

#define AREAS 16

static const struct address *address_now(struct addresses *addresses)
{
	static struct address address;
	struct store *store = addresses->wizard->profile->store;
	return address_get(store, addresses->subject, &address, NULL) ? &address : NULL;
}

/* ---- rows ---- */

static int64_t correction_count(void *ctx)
{
	struct addresses *addresses = addresses_of(ctx);
	int count = correction_list(addresses->wizard->profile->store, addresses->subject,
		CORRECTIONS, addresses->corrections, NULL);
	addresses->correction_count = count < 0 ? 0 : count > CORRECTIONS ? CORRECTIONS : count;
	return addresses->correction_count;
}

static const char *correction_decision(int taken)
{
	return taken < 0 ? _("open") : taken ? _("taken") : _("ours kept");
}

enum { COLUMN_FIELD, COLUMN_OURS, COLUMN_THEIRS, COLUMN_DECIDED };

static void correction_cell(void *ctx, int64_t row, int column, struct str *out)
{
	const struct correction *correction = &addresses_of(ctx)->corrections[row];
	int field = address_field_of(correction->field);
	switch (column) {
	case COLUMN_FIELD:
		str_add(out, field >= 0 ? _(address_field_label((enum address_field)field))
					: correction->field);
		break;
	case COLUMN_OURS:
		str_add(out, correction->ours[0] ? correction->ours : "-");
		break;
	case COLUMN_THEIRS:
		str_add(out, correction->theirs[0] ? correction->theirs : "-");
		break;
	case COLUMN_DECIDED:
		str_add(out, correction_decision(correction->taken));
		break;
	}
}

static enum tui_role correction_role(void *ctx, int64_t row, int column)
{
	(void)ctx;
	(void)row;
	return column == COLUMN_THEIRS ? ROLE_WARNING : ROLE_TEXT;
}

/* "+33 4": the area codes of the address's city. */
static bool area_text(struct addresses *addresses, const struct address *address, struct str *out)
{
	struct reference *ref = addresses->wizard->profile->reference;
	struct country country;
	struct area areas[AREAS];
	int count = reference_areas(ref, address->country, NULL, address->city, NULL, areas, AREAS);
	if (!address->city[0] || count == 0 ||
		!reference_country(ref, address->country, &country, NULL))
		return false;
	str_addf(out, _("area (%s fits +%s"), address->city, country.calling_code);
	for (int i = 0; i < count && i < 3; i++)
		str_addf(out, "%s %s", i ? "," : "", areas[i].area_code);
	str_add(out, ")");
	return true;
}

void correction_checked(struct addresses *addresses, const struct address *address, struct str *out)
{
	struct address_format format;
	struct address_form form;
	bool known = address_rules(addresses, address->country, &format, &form);
	struct str area = { 0 };
	str_add(out, _("Checked: form"));
	if (known && form.postal_regex && *form.postal_regex)
		str_add(out, _(", postal code"));
	if (area_text(addresses, address, &area))
		str_addf(out, ", %s", str_text(&area));
	str_add(out,
		area.len ? _(". Not checked: spelling.") : _(". Not checked: spelling, area."));
	str_fini(&area);
}

static void correction_header(void *ctx, int columns, struct str *out)
{
	struct addresses *addresses = addresses_of(ctx);
	const struct address *address = address_now(addresses);
	(void)columns;
	if (!address)
		return;
	str_addf(out, _("Validation changed \"%s\". Both texts are kept until you choose.\n"),
		address->name);
	correction_checked(addresses, address, out);
	str_add(out, "\n ");
}

static void correction_detail(void *ctx, int64_t row, struct str *out)
{
	struct addresses *addresses = addresses_of(ctx);
	const struct address *address = address_now(addresses);
	if (row >= 0 && row < addresses->correction_count) {
		const struct correction *correction = &addresses->corrections[row];
		correction_cell(ctx, row, COLUMN_FIELD, out);
		str_addf(out, _("\n\nYours:\n %s\n\nThe service's:\n %s\n\n"), correction->ours,
			correction->theirs);
	}
	if (address)
		correction_checked(addresses, address, out);
}

static void correction_message(void *ctx, int64_t row, struct str *out, enum tui_role *role)
{
	(void)ctx;
	(void)row;
	(void)role;
	str_add(out,
		_("Validated does not mean spelt right: read both. Enter takes the correction.  "
		  "R-297"));
}

/* ---- deciding ---- */

struct decision {
	struct addresses *addresses;
	bool take;
};

static bool decision_write(void *data, struct error *err)
{
	struct decision *decision = data;
	return correction_decide(decision->addresses->wizard->profile->store,
		decision->addresses->subject, NULL, decision->take, err);
}

static void decide(struct tui *tui, void *ctx, bool take)
{
	struct decision decision = { .addresses = addresses_of(ctx), .take = take };
	const struct address *address = address_now(decision.addresses);
	struct str label = { 0 };
	if (!address)
		return;
	str_addf(&label, take ? _("correction of %s taken") : _("own text of %s kept"),
		address->name);
	if (wizard_edit(decision.addresses->wizard, str_text(&label), decision_write, &decision)) {
		tui_pop(tui);
		tui_message(tui, ROLE_OK, "%s",
			take ? _("The correction is taken. u brings both texts back.")
			     : _("Your text is kept here; the service keeps its own. u takes it back."));
	}
	str_fini(&label);
}

static void run_take(struct tui *tui, void *ctx)
{
	decide(tui, ctx, true);
}

static void run_keep(struct tui *tui, void *ctx)
{
	decide(tui, ctx, false);
}

static void run_edit(struct tui *tui, void *ctx)
{
	struct addresses *addresses = addresses_of(ctx);
	const struct address *address = address_now(addresses);
	if (!address)
		return;
	struct address_facts facts = address_facts_of(address);
	if (verdict_ok(address_may(ADDRESS_EDIT, &facts))) {
		tui_pop(tui);
		address_sheet_edit(addresses, address);
	} else {
		address_offer_clone(addresses, address);
	}
}

static const struct column columns[] = {
	[COLUMN_FIELD] = { .title = N_("Field"),
		.width = 14,
		.narrow = 8,
		.help = N_("The part of the address that was changed.") },
	[COLUMN_OURS] = { .title = N_("Yours"),
		.width = 20,
		.narrow = 12,
		.grow = 1,
		.help = N_("What you wrote.") },
	[COLUMN_THEIRS] = { .title = N_("The service's"),
		.width = 20,
		.narrow = 12,
		.grow = 1,
		.help = N_("What the service made of it.") },
	[COLUMN_DECIDED] = { .title = N_("Choice"),
		.width = 9,
		.drop = 1,
		.help = N_("open until you choose.") },
};

static const struct action actions[] = {
	{ .key = TUI_ENTER,
		.label = N_("Take"),
		.run = run_take,
		.rule = 298,
		.help = N_("Take the correction as the address's text.") },
	{ .key = 'o',
		.label = N_("Keep ours"),
		.run = run_keep,
		.rule = 298,
		.help = N_("Keep your text in ringup; the service goes on with its own.") },
	{ .key = 'e',
		.twin = TUI_F(6),
		.label = N_("Edit"),
		.run = run_edit,
		.rule = 304,
		.help = N_(
			"Change the address; one that is validated already is cloned instead.") },
};

static void correction_empty(void *ctx, struct str *out)
{
	(void)ctx;
	str_add(out, _("Nothing of this address was corrected. Esc goes back."));
}

const struct view correction_view = {
	.id = "correction",
	.title = N_("Corrected address"),
	.help = N_("Validation may change an address without refusing it. It checks form, postal "
		   "code and area, and does not find every misspelling: read both texts."),
	COLUMNS(columns),
	ACTIONS(actions),
	.count = correction_count,
	.cell = correction_cell,
	.role = correction_role,
	.header = correction_header,
	.detail = correction_detail,
	.row_help = correction_detail,
	.message = correction_message,
	.empty = correction_empty,
};

void correction_open(struct addresses *addresses, const struct address *address)
{
	addresses->subject = address->id;
	tui_push(addresses->wizard->tui, &correction_view, addresses->wizard);
}
