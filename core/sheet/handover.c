/* core/sheet/handover.c: What is mine to do, and where? A card for each change of the plan that
 * only a web page or a script can carry out: the page's address, what stands in the cart or the
 * form, and how ringup learns that it was done (facts: graph-api.md 0, 9.1; powershell.md 16). */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/clock.h"
#include "core/base/tr.h"
#include "core/rules/papers.h"
#include "core/sheet/topic.h"
#include "core/tenant/feature.h"
#include "core/tenant/organization.h"

#define CATALOGUE "https://admin.microsoft.com/Adminportal/Home#/catalog"
#define TEAMS_ADMIN "https://admin.teams.microsoft.com"

enum { ROWS = 100, MONEY = 64 };

/* ---- the cards ---- */

struct card {
	const struct topic_context *context;
	struct sheet *sheet;
	struct change *changes; /* of one kind at a time */
	int count;
	struct plan_cost cost;
	bool any;
};

static void step(struct card *card, int number, int rule, const char *text)
{
	sheet_item(card->sheet, number, rule, SHEET_PLAIN, "%s", text);
}

static void address_row(struct card *card, const char *address)
{
	sheet_row(card->sheet, "address", _("Page"), 0, SHEET_PLAIN, "%s", address);
}

/* One product of the cart; its price is a month's, as far as it is known. */
static void cart_row(struct card *card, const struct change *change)
{
	char count[24], each[MONEY] = "", all[MONEY] = "";
	snprintf(count, sizeof count, "%" PRId64, change->quantity);
	if (change->cents >= 0 && change->quantity > 0) {
		plan_money_text(
			change->cents / change->quantity, card->cost.currency, each, sizeof each);
		plan_money_text(change->cents, card->cost.currency, all, sizeof all);
	} else {
		snprintf(each, sizeof each, "%s", _("not known"));
	}
	const char *const cells[] = { count, each, all };
	sheet_cells(card->sheet, change->key, change->subject, 0, SHEET_PLAIN, 3, cells);
}

static void cart_heads(struct card *card)
{
	static const char *const ids[] = { "count", "each", "all" };
	const char *const heads[] = { _("Count"), _("Each"), _("A month") };
	sheet_columns(card->sheet, _("Product"), 3, ids, heads);
}

static void price_date(struct card *card)
{
	if (card->cost.as_of[0])
		sheet_text(card->sheet, 0, SHEET_WARNING,
			_("Prices are of %s: the page shows today's, look before you buy."),
			card->cost.as_of);
}

static void write_cart(struct card *card)
{
	struct organization organization = { .bought_from = "direct" };
	struct error none = { 0 };
	organization_get(card->context->store, &organization, &none);
	cart_heads(card);
	for (int i = 0; i < card->count; i++)
		cart_row(card, &card->changes[i]);
	price_date(card);
	if (strcmp(organization.bought_from, "direct") == 0) {
		address_row(card, CATALOGUE);
		step(card, 1, 0,
			_("Open it as Global Administrator or Billing Administrator; it is Marketplace, All products (older: Billing, Purchase services)."));
		step(card, 2, 3,
			_("Search each product by its name and buy exactly this count. Phone System comes first: it makes the others visible."));
	} else {
		step(card, 1, 52, _("Order these counts from who sold you the present plan."));
	}
}

/* ---- documents of features ---- */

static void value_row(struct card *card, const char *document, const char *id, const char *label)
{
	struct str path = { 0 }, value = { 0 };
	str_addf(&path, "$.%s", id);
	if (feature_value(document, str_text(&path), &value) && value.len > 0)
		sheet_row(card->sheet, id, label, 0, SHEET_PLAIN, "%s", str_text(&value));
	str_fini(&path);
	str_fini(&value);
}

static int64_t value_number(const char *document, const char *path)
{
	struct str value = { 0 };
	int64_t number = feature_value(document, path, &value) ? strtoll(str_text(&value), NULL, 10)
							       : 0;
	str_fini(&value);
	return number;
}

static void money_row(struct card *card, const char *document, const char *path, const char *id,
	const char *label)
{
	char money[MONEY];
	int64_t cents = value_number(document, path);
	if (cents > 0)
		sheet_row(card->sheet, id, label, 0, SHEET_PLAIN, "%s",
			plan_money_text(cents, card->cost.currency, money, sizeof money));
}

static void write_credits(struct card *card, const struct feature *feature)
{
	bool automatic = value_number(feature->wanted, "$.auto") != 0;
	address_row(card, CATALOGUE);
	money_row(card, feature->wanted, "$.amount", "amount", _("Add funds"));
	sheet_row(card->sheet, "recharge", _("Auto-recharge"), 162, SHEET_PLAIN, "%s",
		automatic ? _("on") : _("off"));
	if (automatic) {
		money_row(card, feature->wanted, "$.recharge", "add", _("Add this amount"));
		money_row(card, feature->wanted, "$.trigger", "below", _("When balance is below"));
	}
	step(card, 1, 161,
		_("Search \"Communication Credits\" there, and enter what stands above."));
	step(card, 2, 172,
		_("Whoever is billed after use (a Microsoft Customer Agreement) buys none: then take this change out of the plan."));
	step(card, 3, 0,
		_("Nothing shows the balance to ringup: say that it is done, as the last line tells."));
}

static void write_papers(struct card *card, const struct feature *feature)
{
	struct str form = { 0 };
	feature_value(feature->wanted, "$.form", &form);
	int named = paper_named(str_text(&form));
	str_fini(&form);
	const struct paper_facts *paper = paper_of(named < 0 ? PAPER_KYC : (enum paper)named);
	sheet_row(card->sheet, "paper", _("Paper"), paper->rule, SHEET_PLAIN, "%s", _(paper->name));
	value_row(card, feature->wanted, "country", _("Country"));
	sheet_row(card->sheet, "from", _("Made by"), 0, SHEET_PLAIN, "%s", _(paper->sender));
	sheet_row(card->sheet, "to", _("Goes to"), 0, SHEET_PLAIN, "%s", _(paper->receiver));
	value_row(card, feature->wanted, "note", _("Note"));
	step(card, 1, 0,
		_("`ringup about papers` lists all papers of the country, and what waits for them."));
	step(card, 2, 0,
		_("When they are accepted, say so, as the last line tells: nothing can verify it."));
}

static void write_port(struct card *card, const struct feature *feature)
{
	static const struct {
		const char *id, *label;
	} rows[] = {
		{ "country", N_("Country") },
		{ "number_type", N_("Type of the numbers") },
		{ "carrier", N_("Present carrier") },
		{ "organization", N_("Organization") },
		{ "person", N_("Who signs") },
		{ "service_address", N_("Service address") },
		{ "account", N_("Account number") },
		{ "btn", N_("Billing number") },
		{ "scope", N_("All or some") },
		{ "wanted_on", N_("Wanted on") },
	};
	address_row(card, TEAMS_ADMIN);
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
		value_row(card, feature->wanted, rows[i].id, _(rows[i].label));
	int64_t count = feature_count(feature->wanted, "$.numbers");
	sheet_count(card->sheet, "numbers", _("Numbers"), 0, count, "%" PRId64, count);
	step(card, 1, 255,
		_("Open Voice, Phone numbers, and there Port; its pages ask for what stands above, in this order."));
	step(card, 2, 259,
		_("Upload the file of numbers: `ringup about port` says how it is written."));
	step(card, 3, 256,
		_("Upload the letter of authorisation and the last bill; a PIN of the carrier is typed there, ringup keeps none."));
	step(card, 4, 0,
		_("When all its numbers are in the tenant (S reads it), say that it is done, as the last line tells."));
}

/* ---- kinds ---- */

static void feature_cards(struct card *card,
	void (*write)(struct card *card, const struct feature *feature), enum feature_kind kind)
{
	for (int i = 0; i < card->count; i++) {
		struct feature feature = { 0 };
		struct error none = { 0 };
		if (!feature_get(
			    card->context->store, kind, card->changes[i].subject, &feature, &none))
			continue;
		if (feature.wanted) {
			sheet_text(card->sheet, 0, SHEET_PLAIN, "%s", card->changes[i].subject);
			write(card, &feature);
		}
		sheet_row(card->sheet, "done", _("When it is done"), 0, SHEET_OK, "ringup done %s",
			card->changes[i].key);
		feature_fini(&feature);
	}
}

static void write_credits_cards(struct card *card)
{
	feature_cards(card, write_credits, FEATURE_CREDITS);
}

static void write_papers_cards(struct card *card)
{
	feature_cards(card, write_papers, FEATURE_PAPERS);
}

static void write_port_cards(struct card *card)
{
	feature_cards(card, write_port, FEATURE_PORT);
}

/* Changes that a page of an admin center carries out, without a form of their own. */
static void write_list(struct card *card)
{
	for (int i = 0; i < card->count; i++)
		sheet_row(card->sheet, card->changes[i].key, card->changes[i].subject, 0,
			SHEET_PLAIN, "%s", card->changes[i].detail);
	step(card, 1, 0,
		_("Do this in the Teams admin center or the Microsoft 365 admin center: `ringup script --format md` names the page and each value."));
	address_row(card, TEAMS_ADMIN);
}

static const struct kind_card {
	const char *id; /* of the section */
	const char *title;
	const char *kinds[2]; /* of change */
	void (*write)(struct card *card);
	const char *check; /* N_(): how ringup learns that it was done */
} kinds[] = {
	{ "papers", N_("Papers"), { "papers" }, write_papers_cards, NULL },
	{ "buy", N_("Buy licences"), { "buy_phone", "buy_plan" }, write_cart,
		N_("Check again (Review, key c, or `ringup sync`): once the tenant has the seats, the purchase leaves the plan.") },
	{ "credits", N_("Communications Credits"), { "credits" }, write_credits_cards, NULL },
	{ "port", N_("Bring numbers along"), { "port" }, write_port_cards, NULL },
};

enum { KINDS = sizeof kinds / sizeof kinds[0] };

/* The changes of a kind that are done by hand here. */
static bool changes_read(struct card *card, const char *kind, struct error *err)
{
	struct change_filter filter = { .kind = kind };
	int count = 0;
	if (!change_rows(card->context->store, &filter, 0, ROWS, card->changes + card->count,
		    &count, err))
		return false;
	for (int i = 0; i < count; i++)
		if (strcmp(card->changes[card->count + i].way, "hand") != 0)
			count = i; /* a kind has one way */
	card->count += count;
	return true;
}

static bool card_write(struct card *card, const struct kind_card *kind, struct error *err)
{
	card->count = 0;
	for (size_t i = 0; i < 2 && kind->kinds[i]; i++)
		if (!changes_read(card, kind->kinds[i], err))
			return false;
	if (card->count == 0)
		return true;
	card->any = true;
	sheet_title(card->sheet, kind->id, _(kind->title));
	kind->write(card);
	if (kind->check)
		sheet_text(card->sheet, 0, SHEET_OK, "%s", _(kind->check));
	return true;
}

static bool has_card(const char *kind)
{
	for (int i = 0; i < KINDS; i++)
		for (size_t k = 0; k < 2 && kinds[i].kinds[k]; k++)
			if (strcmp(kinds[i].kinds[k], kind) == 0)
				return true;
	return false;
}

/* What is by hand and has no card of its own; and how many changes a script does. */
static bool rest_write(struct card *card, struct error *err)
{
	struct change_group *groups = xcalloc(CHANGE_GROUPS, sizeof *groups);
	int count = 0;
	bool ok = change_groups(card->context->store, groups, CHANGE_GROUPS, &count, err);
	int64_t scripted = 0;
	for (int i = 0; ok && i < count; i++) {
		if (strcmp(groups[i].way, "script") == 0)
			scripted += groups[i].count;
		if (strcmp(groups[i].way, "hand") != 0 || has_card(groups[i].kind))
			continue;
		card->count = 0;
		card->any = true;
		sheet_title(card->sheet, groups[i].kind, groups[i].title);
		ok = changes_read(card, groups[i].kind, err);
		write_list(card);
	}
	free(groups);
	if (!ok || scripted == 0)
		return ok;
	card->any = true;
	sheet_title(card->sheet, "script", _("By a script"));
	sheet_count(card->sheet, "changes", _("Changes"), 0, scripted, "%" PRId64, scripted);
	step(card, 1, 0, _("`ringup script -o plan.ps1` writes them (Review, key X)."));
	step(card, 2, 0,
		_("`pwsh ./plan.ps1` on any computer with PowerShell 7 and the module MicrosoftTeams, as Teams Administrator. It asks before it takes numbers, and says where its results are."));
	step(card, 3, 0,
		_("`ringup import results plan.results.jsonl` reads them back (Review, key r)."));
	sheet_text(card->sheet, 0, SHEET_DIM, "%s",
		_("Where pwsh is installed beside ringup, an apply runs it by itself."));
	return true;
}

/* ---- without a plan ---- */

static void write_general(struct sheet *sheet)
{
	static const struct {
		const char *id, *label, *text;
		int rule;
	} rows[] = {
		{ "buy", N_("Licences"),
			N_("are bought in the Microsoft 365 admin center, or from who sold you the plan"),
			52 },
		{ "credits", N_("Credits"),
			N_("likewise; nothing shows their balance to a program"), 161 },
		{ "papers", N_("Papers"),
			N_("are signed by a person and sent where the country says"), 432 },
		{ "port", N_("Ports"), N_("are ordered in the Teams admin center"), 255 },
	};
	sheet_title(sheet, "hand", _("What only a person can do"));
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
		sheet_row(sheet, rows[i].id, _(rows[i].label), rows[i].rule, SHEET_PLAIN, "%s",
			_(rows[i].text));
	sheet_row(sheet, "catalogue", _("To buy"), 0, SHEET_PLAIN, "%s", CATALOGUE);
	sheet_row(sheet, "teams", _("To port"), 0, SHEET_PLAIN, "%s", TEAMS_ADMIN);
}

static bool handover_make(
	const struct topic_context *context, struct sheet *sheet, struct error *err)
{
	struct card card = { .context = context, .sheet = sheet };
	if (!context->store) {
		write_general(sheet);
		return true;
	}
	if (!plan_cost(context->store, &card.cost, err))
		return false;
	card.changes = xcalloc(2 * ROWS, sizeof *card.changes);
	bool ok = true;
	for (int i = 0; ok && i < KINDS; i++)
		ok = card_write(&card, &kinds[i], err);
	ok = ok && rest_write(&card, err);
	free(card.changes);
	if (ok && !card.any) {
		sheet_text(sheet, 0, SHEET_OK, "%s",
			_("Nothing of this plan is for a person: ringup carries all of it out."));
		write_general(sheet);
	}
	return ok;
}

const struct topic handover_topic = {
	.id = "handover",
	.title = N_("What you do yourself"),
	.asks = N_("What is mine to do, and where?"),
	.help = N_(
		"A card for each change that only a web page or a script can do: page, contents, and how to go on."),
	.step = PLAN_REVIEW,
	.make = handover_make,
};
