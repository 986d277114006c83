/* Writes a runbook with a step of every kind, in which every text is what stands on standard input:
 * for the tests that read it back. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/service/powershell/script.h"
#include "core/store/json.h"
#include "core/tenant/address.h"

#define CUT "US" /* where the text is too long for a field */

static char text[4096];

static const char *document_of(struct json *json, const char *kind)
{
	static const struct {
		const char *kind, *keys[12];
	} rows[] = {
		{ "account", { "display_name", "serves" } },
		{ "queue", { "account", "language", "greeting", "music", "method", "overflow_to",
				   "timeout_to" } },
		{ "attendant", { "account", "language", "time_zone", "greeting", "closed",
				       "after_hours", "operator" } },
		{ "bridge", { "toll", "toll_free" } },
	};
	static const struct {
		const char *kind, *list, *keys[4];
	} lists[] = { { "attendant", "menu", { "key", "say", "to" } },
		{ "attendant", "holidays", { "name", "date", "to" } } };

	json_object(json, NULL);
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
		for (int k = 0; strcmp(rows[i].kind, kind) == 0 && rows[i].keys[k]; k++)
			json_text(json, rows[i].keys[k], text);
	for (size_t i = 0; i < sizeof lists / sizeof lists[0]; i++) {
		if (strcmp(lists[i].kind, kind) != 0)
			continue;
		json_array(json, lists[i].list);
		json_object(json, NULL);
		for (int k = 0; lists[i].keys[k]; k++)
			json_text(json, lists[i].keys[k], text);
		json_end(json);
		json_end(json);
	}
	if (strcmp(kind, "queue") == 0 || strcmp(kind, "bridge") == 0) {
		json_array(json, kind[0] == 'q' ? "agents" : "languages");
		json_text(json, NULL, text);
		json_text(json, NULL, text);
		json_end(json);
	}
	json_number(json, "overflow_at", 50);
	json_number(json, "timeout_after", 1200);
	if (strcmp(kind, "usage") == 0)
		json_text(json, "usage", "toll");
	if (strcmp(kind, "attendant") == 0) {
		json_array(json, "hours");
		json_object(json, NULL);
		json_text(json, "days", "mon-fri");
		json_text(json, "from", "09:00");
		json_text(json, "to", "24:00");
		json_end(json);
		json_end(json);
	}
	json_end(json);
	return json_done(json);
}

static bool step_add(struct script *script, const char *kind, struct error *err)
{
	struct json *json = json_new();
	struct address address = { .id = 1 };
	struct service_request request = { .kind = kind,
		.key = text,
		.wish = text,
		.object_id = text,
		.upn = text,
		.number = text,
		.number_kind = text,
		.reservation = text,
		.location_id = text,
		.civic_id = text,
		.place_name = text,
		.country = text,
		.state = text,
		.city = text,
		.area_code = text,
		.prefix = text,
		.name = text,
		.feature_kind = strcmp(kind, "feature_remove") == 0 ? "queue" : text,
		.address_key = text,
		.place_key = text,
		.order_key = text,
		.quantity = 5,
		.address = &address,
		.document = document_of(json, kind) };
	for (int i = 0; address_column(i); i++) {
		address_set_text(&address, address_column(i), text);
		if (strcmp(address_text(&address, address_column(i)), text) != 0)
			address_set_text(&address, address_column(i), CUT);
	}
	bool ok = script_add(script, &request, err);
	json_free(json);
	return ok;
}

int main(void)
{
	static const char *const kinds[] = { "address", "place", "order", "acquire", "let_go",
		"usage", "number_place", "assign", "unassign", "account", "bridge", "queue",
		"attendant", "feature_remove", "release", "place_remove", "address_remove" };
	text[fread(text, 1, sizeof text - 1, stdin)] = '\0';
	struct script_options options = {
		.tenant = text, .environment = text, .title = text, .reads = true, .now = 1800000000
	};
	struct script *script = script_new(&options);
	struct error err = { 0 };
	struct str out = { 0 };

	for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
		if (!step_add(script, kinds[i], &err)) {
			fprintf(stderr, "%s: %s\n", kinds[i], err.text);
			return EXIT_FAILURE;
		}
	}
	script_text(script, &out);
	fwrite(out.text, 1, out.len, stdout);
	str_fini(&out);
	script_free(script);
	return EXIT_SUCCESS;
}
