/* core/exchange/runbook.c: the plan as a Markdown page. A table says for each kind of change how a
 * person does it; nothing in a line that can be run is built from a text that is not quoted. */
#include <inttypes.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "core/base/text.h"
#include "core/base/tr.h"
#include "core/exchange/runbook.h"
#include "core/plan/change.h"
#include "core/plan/walk.h"
#include "core/service/powershell/script.h"
#include "core/store/json.h"
#include "core/tenant/address.h"

struct writing {
	const struct runbook_options *options;
	struct str *out;
	int count;
};

/* ---- quoting ---- */

void shell_quote(struct str *out, const char *text)
{
	str_addc(out, '\'');
	for (const char *at = text ? text : ""; *at; at++) {
		if (*at == '\'')
			str_add(out, "'\\''");
		else
			str_addc(out, (unsigned char)*at < 0x20 || *at == 0x7f ? ' ' : *at);
	}
	str_addc(out, '\'');
}

/* Text between Markdown: what it takes for its own is escaped. */
static void add_plain(struct str *out, const char *text)
{
	struct str shown = { 0 };

	text_printable(&shown, text);
	for (const char *at = str_text(&shown); *at; at++) {
		if (strchr("\\`*_{}[]<>()#+!|~&", *at))
			str_addc(out, '\\');
		str_addc(out, *at);
	}
	str_fini(&shown);
}

/* A piece of an address of the web. */
static void add_path(struct str *out, const char *text)
{
	static const char plain[] =
		"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~@";

	for (const char *at = text ? text : ""; *at; at++) {
		if (strchr(plain, *at))
			str_addc(out, *at);
		else
			str_addf(out, "%%%02X", (unsigned)(unsigned char)*at);
	}
}

static const char *given(const char *text)
{
	return text && text[0] ? text : NULL;
}

/* The id, or in its place the name of the change that brings it, which no service takes for one.
 * An address brings two: its own, and that of its first location. */
static const char *id_of(const char *what, const char *id, const char *key, struct str *room)
{
	if (given(id) || !given(key))
		return id ? id : "";
	str_clear(room);
	str_addf(room, "%s ID OF %s", what, key);
	return str_text(room);
}

/* ---- calls of Graph ---- */

static void add_call(struct writing *writing, const char *method, const char *path,
	const char *whose, const char *action, struct json *body)
{
	struct str url = { 0 }, text = { 0 };

	str_addf(&url, "%s/v1.0%s", writing->options->graph, path);
	add_path(&url, whose);
	str_add(&url, action);
	/* The token goes in by a pipe: what stands in arguments, everybody on the machine can read.
	 */
	str_addf(writing->out,
		"```sh\nprintf 'Authorization: Bearer %%s' \"$TOKEN\" | curl --fail-with-body -X %s ",
		method);
	shell_quote(writing->out, str_text(&url));
	str_add(writing->out, " \\\n  -H @-");
	if (body) {
		json_end(body);
		str_add(&text, json_done(body));
		while (text.len > 0 && text.text[text.len - 1] == '\n')
			text.text[--text.len] = '\0';
		str_add(writing->out, " -H 'Content-Type: application/json' \\\n  --data ");
		shell_quote(writing->out, str_text(&text));
		json_free(body);
	}
	str_add(writing->out, "\n```\n");
	str_fini(&url);
	str_fini(&text);
}

static struct json *body_new(void)
{
	struct json *body = json_new();

	json_object(body, NULL);
	return body;
}

static const char *person_of(const struct service_request *request)
{
	return given(request->object_id) ? request->object_id
	       : given(request->upn)     ? request->upn
					 : "";
}

static void call_location(struct writing *writing, const struct service_request *request)
{
	struct json *body = body_new();

	json_text(body, "usageLocation", request->usage_location);
	add_call(writing, "PATCH", "/users/", person_of(request), "", body);
}

/* "a,b" as elements: the ids themselves, or objects of them. */
static void json_skus(struct json *body, const char *key, const char *list, bool objects)
{
	char *copy = xstrdup(list ? list : ""), *rest = copy, *id;

	json_array(body, key);
	while ((id = strsep(&rest, ","))) {
		if (!*id)
			continue;
		if (objects) {
			json_object(body, NULL);
			json_text(body, "skuId", id);
			json_end(body);
		} else {
			json_text(body, NULL, id);
		}
	}
	json_end(body);
	free(copy);
}

static void call_licence(struct writing *writing, const struct service_request *request)
{
	struct json *body = body_new();

	json_skus(body, "addLicenses", request->add_skus, true);
	json_skus(body, "removeLicenses", request->remove_skus, false);
	add_call(writing, "POST", "/users/", person_of(request), "/assignLicense", body);
}

#define NUMBERS "/admin/teams/telephoneNumberManagement/numberAssignments/"

static void call_assign(struct writing *writing, const struct service_request *request)
{
	struct json *body = body_new();
	struct str room = { 0 };

	json_text(body, "telephoneNumber", request->number);
	json_text(body, "assignmentTargetId", person_of(request));
	json_text(body, "numberType", "callingPlan");
	json_text(body, "assignmentCategory", "primary");
	if (id_of("LOCATION", request->location_id, request->place_key, &room)[0])
		json_text(body, "locationId",
			id_of("LOCATION", request->location_id, request->place_key, &room));
	add_call(writing, "POST", NUMBERS "assignNumber", "", "", body);
	str_fini(&room);
}

static void call_unassign(struct writing *writing, const struct service_request *request)
{
	struct json *body = body_new();

	json_text(body, "telephoneNumber", request->number);
	json_text(body, "numberType", "callingPlan");
	add_call(writing, "POST", NUMBERS "unassignNumber", "", "", body);
}

static void call_place(struct writing *writing, const struct service_request *request)
{
	struct json *body = body_new();
	struct str room = { 0 };

	json_text(body, "telephoneNumber", request->number);
	json_text(body, "locationId",
		id_of("LOCATION", request->location_id, request->place_key, &room));
	add_call(writing, "POST", NUMBERS "updateNumber", "", "", body);
	str_fini(&room);
}

static void call_account_gone(struct writing *writing, const struct service_request *request)
{
	add_call(writing, "DELETE", "/users/", request->name, "", NULL);
}

/* ---- lines of PowerShell, in the words of today's documentation (R-357) ---- */

#define FIELD(member) offsetof(struct service_request, member)

static const struct line {
	const char *kind, *cmdlet;
	struct {
		const char *name;
		size_t at;
	} parameters[5];
	const char *fixed; /* the rest */
} lines[] = {
	{ "place", "New-CsOnlineLisLocation",
		{ { "CivicAddressId", FIELD(civic_id) }, { "Location", FIELD(place_name) } }, "" },
	{ "place_remove", "Remove-CsOnlineLisLocation", { { "LocationId", FIELD(location_id) } },
		"" },
	{ "address_remove", "Remove-CsOnlineLisCivicAddress",
		{ { "CivicAddressId", FIELD(civic_id) } }, "" },
	{ "acquire", "Complete-CsOnlineTelephoneNumberOrder", { { "OrderId", FIELD(reservation) } },
		"" },
	{ "release", "Remove-CsOnlineTelephoneNumber", { { "TelephoneNumber", FIELD(number) } },
		"" },
	{ "usage", "New-CsPhoneNumberUsageChangeOrder", { { "TelephoneNumber", FIELD(number) } },
		" -Usage 'ServiceType'" },
	{ "number_place", "Set-CsPhoneNumberAssignment",
		{ { "TelephoneNumber", FIELD(number) }, { "LocationId", FIELD(location_id) } },
		"" },
	{ "assign", "Set-CsPhoneNumberAssignment",
		{ { "Identity", FIELD(upn) }, { "TelephoneNumber", FIELD(number) },
			{ "LocationId", FIELD(location_id) } },
		" -NumberType 'CallingPlan'" },
	{ "unassign", "Remove-CsPhoneNumberAssignment",
		{ { "Identity", FIELD(upn) }, { "TelephoneNumber", FIELD(number) } },
		" -NumberType 'CallingPlan'" },
};

static const char *field_text(const struct service_request *request, size_t at, struct str *room)
{
	const char *text;

	memcpy(&text, (const char *)request + at, sizeof text);
	if (at == FIELD(civic_id))
		return id_of("CIVIC ADDRESS", text, request->address_key, room);
	if (at == FIELD(location_id))
		return id_of("LOCATION", text, request->place_key, room);
	if (at == FIELD(reservation))
		return id_of("ORDER", text, request->order_key, room);
	return text ? text : "";
}

static void add_parameter(struct str *out, const char *name, const char *text)
{
	if (!text || !text[0])
		return;
	str_addf(out, " -%s ", name);
	powershell_quote(out, text);
}

static void add_line(struct writing *writing, const struct service_request *request)
{
	struct str room = { 0 };

	for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++) {
		if (strcmp(lines[i].kind, request->kind) != 0)
			continue;
		str_addf(writing->out, "```powershell\n%s", lines[i].cmdlet);
		for (int k = 0; k < 5 && lines[i].parameters[k].name; k++)
			add_parameter(writing->out, lines[i].parameters[k].name,
				field_text(request, lines[i].parameters[k].at, &room));
		str_addf(writing->out, "%s\n```\n", lines[i].fixed);
	}
	str_fini(&room);
}

/* Our columns, and the module's names; those that it has no name for are left out. */
static const struct {
	const char *column, *name;
} address_names[] = {
	{ "name", "Description" },
	{ "company_name", "CompanyName" },
	{ "country", "CountryOrRegion" },
	{ "house_number", "HouseNumber" },
	{ "house_number_suffix", "HouseNumberSuffix" },
	{ "pre_directional", "PreDirectional" },
	{ "street_name", "StreetName" },
	{ "street_suffix", "StreetSuffix" },
	{ "post_directional", "PostDirectional" },
	{ "city", "City" },
	{ "city_alias", "CityAlias" },
	{ "state", "StateOrProvince" },
	{ "postal_code", "PostalCode" },
	{ "company_tax_id", "CompanyTaxId" },
	{ "latitude", "Latitude" },
	{ "longitude", "Longitude" },
	{ "elin", "Elin" },
};

static void line_address(struct writing *writing, const struct service_request *request)
{
	str_add(writing->out, "```powershell\nNew-CsOnlineLisCivicAddress");
	for (size_t i = 0; i < sizeof address_names / sizeof address_names[0]; i++)
		add_parameter(writing->out, address_names[i].name,
			address_text(request->address, address_names[i].column));
	str_add(writing->out, "\n```\n");
}

/* One search key, and the address where the country wants one (powershell.md 9). */
static void line_order(struct writing *writing, const struct service_request *request)
{
	static const struct {
		const char *kind, *type;
	} types[] = { { "user", "UserSubscriber" }, { "toll", "AutoAttendantToll" },
		{ "tollfree", "AutoAttendantTollFree" } };
	struct str room = { 0 };

	str_add(writing->out, "```powershell\n$order = New-CsOnlineTelephoneNumberOrder");
	add_parameter(writing->out, "Name", request->key);
	add_parameter(writing->out, "Description", "Made by ringup");
	add_parameter(writing->out, "Country", request->country);
	for (size_t i = 0; i < sizeof types / sizeof types[0]; i++)
		if (request->number_kind && strcmp(types[i].kind, request->number_kind) == 0)
			add_parameter(writing->out, "NumberType", types[i].type);
	str_addf(writing->out, " -Quantity %" PRId64, request->quantity);
	if (given(request->prefix))
		add_parameter(writing->out, "NumberPrefix", request->prefix);
	else
		add_parameter(writing->out, "AreaCode", request->area_code);
	add_parameter(writing->out, "CivicAddressId",
		id_of("CIVIC ADDRESS", request->civic_id, request->address_key, &room));
	str_add(writing->out, "\nGet-CsOnlineTelephoneNumberOrder -OrderId $order\n"
			      "Complete-CsOnlineTelephoneNumberOrder -OrderId $order\n```\n");
	str_fini(&room);
}

/* What does not fit into a line: the step of the script, which says all of it. */
static void add_step(struct writing *writing, const struct service_request *request)
{
	struct script *script = script_new(&(struct script_options){ .title = "" });
	struct error err = { 0 };

	if (script_add(script, request, &err))
		str_addf(writing->out, "```powershell\n%s```\n", script_data(script));
	else
		str_addf(writing->out, "%s\n", err.text);
	script_free(script);
}

/* ---- what each kind asks of a person ---- */

/* Writes the lines that do it. */
typedef void call_write(struct writing *writing, const struct service_request *request);

static const struct guide {
	const char *kind;
	const char *how; /* N_(): the way by hand */
	call_write *call;
	bool step; /* its contents are those of the script's step */
} guides[] = {
	{ "papers",
		N_("Send the papers that Microsoft's TNS service desk asks for: https://pstnsd.powerappsportals.com"),
		NULL, false },
	{ "buy_phone",
		N_("Microsoft 365 admin center > Marketplace > All products (older: Billing > Purchase services). Buy exactly the number of seats that stands above: this costs money."),
		NULL, false },
	{ "buy_plan",
		N_("Microsoft 365 admin center > Marketplace > All products (older: Billing > Purchase services). Buy exactly the number of seats that stands above: this costs money."),
		NULL, false },
	{ "credits",
		N_("Microsoft 365 admin center > Billing > Purchase services > Communications Credits: add the funds, and set auto-recharge. This costs money."),
		NULL, false },
	{ "usage_location",
		N_("Or: Microsoft 365 admin center > Users > Active users > the person > Manage product licences > Select location."),
		call_location, false },
	{ "account",
		N_("Or: Teams admin center > Voice > Resource accounts > Add. Keep its sign-in blocked."),
		NULL, true },
	{ "licence",
		N_("Or: Microsoft 365 admin center > Users > Active users > the person > Licences and apps. It may take up to 24 hours until a licence is effective."),
		call_licence, false },
	{ "unlicence",
		N_("Or: Microsoft 365 admin center > Users > Active users > the person > Licences and apps. Taking a phone licence away takes the number away."),
		call_licence, false },
	{ "address",
		N_("Or: Teams admin center > Locations > Emergency addresses > Add. Accept the disclaimer of the country first; wait until the address is validated."),
		line_address, false },
	{ "place",
		N_("Or: Teams admin center > Locations > Emergency addresses > the address > Places > Add."),
		NULL, false },
	{ "place_remove",
		N_("Or: Teams admin center > Locations > Emergency addresses > the address > Places. Only one that nobody has."),
		NULL, false },
	{ "address_remove",
		N_("Or: Teams admin center > Locations > Emergency addresses. Only one that nobody has."),
		NULL, false },
	{ "order",
		N_("Or: Teams admin center > Voice > Phone numbers > Add. What is found is held for about ten minutes; acquiring it costs money or uses licences."),
		line_order, false },
	{ "acquire",
		N_("Or: Teams admin center > Voice > Phone numbers > Order history > Place order, before the hold is over. A line buys the whole order."),
		NULL, false },
	{ "release",
		N_("Or: Teams admin center > Voice > Phone numbers > Release. Somebody else may get the number: this cannot be undone."),
		NULL, false },
	{ "usage",
		N_("It needs the module MicrosoftTeams 7.5.0 or later; else Microsoft's TNS service desk does it."),
		NULL, false },
	{ "port",
		N_("Teams admin center > Voice > Phone numbers > Port, with the letter of authorization and a bill that is not older than a month."),
		NULL, false },
	{ "number_place",
		N_("Or: Teams admin center > Voice > Phone numbers > Edit > Emergency location."),
		call_place, false },
	{ "assign",
		N_("Or: Teams admin center > Voice > Phone numbers > Edit > Assigned to. The call is answered with 202: look at the address in its Location until it says succeeded. Then it may take up to 24 hours until the number rings."),
		call_assign, false },
	{ "unassign",
		N_("Or: Teams admin center > Voice > Phone numbers > Edit > Assigned to > Remove."),
		call_unassign, false },
	{ "bridge", N_("Or: Teams admin center > Meetings > Conference bridges."), NULL, true },
	{ "queue",
		N_("Or: Teams admin center > Voice > Call queues > Add, with the contents above."),
		NULL, true },
	{ "attendant",
		N_("Or: Teams admin center > Voice > Auto attendants > Add, with the contents above."),
		NULL, true },
	{ "feature_remove",
		N_("Or: Teams admin center > Voice > Auto attendants, or Call queues, or the page where it was set up: delete it."),
		NULL, false },
	{ "account_remove",
		N_("Or: Microsoft 365 admin center > Users > Active users. Take its number and its licence away first. PowerShell's module MicrosoftTeams cannot do this."),
		call_account_gone, false },
	{ "notice", N_("Tell the person: `ringup apply` writes or sends the letter."), NULL,
		false },
};

static const struct guide *guide_of(const char *kind)
{
	for (size_t i = 0; i < sizeof guides / sizeof guides[0]; i++)
		if (strcmp(guides[i].kind, kind) == 0)
			return &guides[i];
	return NULL;
}

/* ---- the page ---- */

/* An id that only an earlier change brings: the line cannot be run before it is put in. */
static void add_needs(struct writing *writing, const struct service_request *request)
{
	const struct {
		const char *key, *id;
	} needs[] = { { request->address_key, request->civic_id },
		{ request->place_key, request->location_id },
		{ request->order_key, request->reservation } };

	for (size_t i = 0; i < sizeof needs / sizeof needs[0]; i++) {
		if (!given(needs[i].key) || given(needs[i].id) ||
			(i > 0 && given(needs[i - 1].key) &&
				strcmp(needs[i].key, needs[i - 1].key) == 0))
			continue;
		str_addf(writing->out, _("Needs the id that `%s` brings."), needs[i].key);
		str_addc(writing->out, '\n');
	}
}

static bool step_write(void *data, const struct walk_step *step, struct error *err)
{
	struct writing *writing = data;
	const struct service_request *request = step->request;
	const struct guide *guide = guide_of(request->kind);

	(void)err;
	str_addf(writing->out, "\n## %d. %s: ", ++writing->count, step->title);
	add_plain(writing->out, step->label);
	str_addf(writing->out, "\n\n- [ ] %s `%s` (%s)\n\n", _("done"), request->key,
		_(service_way_text(step->way)));
	if (step->subject && step->subject[0] && !strstr(step->subject, step->label)) {
		add_plain(writing->out, step->subject);
		str_add(writing->out, "\n\n");
	}
	if (request->quantity > 1) {
		str_addf(writing->out, _("How many: %" PRId64), request->quantity);
		str_add(writing->out, "\n\n");
	}
	add_needs(writing, request);
	if (guide && guide->call)
		guide->call(writing, request);
	add_line(writing, request);
	if (guide && guide->step)
		add_step(writing, request);
	if (guide)
		str_addf(writing->out, "%s\n", _(guide->how));
	return true;
}

static bool head_write(struct store *store, struct writing *writing, struct error *err)
{
	const struct runbook_options *options = writing->options;
	time_t now = (time_t)options->now;
	char written[40] = "", money[120];
	struct plan_cost cost;
	struct tm utc;

	if (!plan_cost(store, &cost, err))
		return false;
	if (gmtime_r(&now, &utc))
		strftime(written, sizeof written, "%Y-%m-%d %H:%M UTC", &utc);
	str_addf(writing->out, "# %s: ", _("Runbook"));
	add_plain(writing->out, options->title);
	str_addf(writing->out, "\n\n%s\n", written);
	if (options->tenant[0]) {
		str_addf(writing->out, "%s ", _("Tenant:"));
		add_plain(writing->out, options->tenant);
		str_addc(writing->out, '\n');
	}
	str_addf(writing->out, "\n- %s: %s\n- ", _("Phone licences"),
		plan_cost_text(&cost, money, sizeof money));
	str_addf(writing->out, _("Licences to buy: %" PRId64), cost.seats_to_buy);
	str_addf(writing->out, "\n\n%s\n\n```sh\n%s\n```\n",
		_("Do the steps in this order and tick them off. The lines of curl need a token of Microsoft Graph in $TOKEN, for instance from Azure's command line; the lines of PowerShell need the module MicrosoftTeams and `Connect-MicrosoftTeams`. The script does those of PowerShell by itself:"),
		"ringup script -o plan.ps1 && pwsh ./plan.ps1\n"
		"TOKEN=$(az account get-access-token --resource-type ms-graph --query accessToken -o tsv)");
	return true;
}

bool runbook_write(struct store *store, struct reference *ref,
	const struct runbook_options *options, struct str *out, struct error *err)
{
	struct writing writing = { .options = options, .out = out };
	int64_t skipped = 0;

	if (!head_write(store, &writing, err) ||
		!plan_walk(store, ref, NULL, step_write, &writing, &skipped, err))
		return false;
	if (skipped > 0) {
		str_addc(out, '\n');
		str_addf(out,
			ngettext(
				"%" PRId64
				" change waits for a number that an order is still to bring: write this page again then.",
				"%" PRId64
				" changes wait for numbers that orders are still to bring: write this page again then.",
				(unsigned long)skipped),
			skipped);
		str_addc(out, '\n');
	}
	return true;
}
