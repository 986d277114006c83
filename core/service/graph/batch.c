/* Packs calls into a $batch, and takes the answer apart. */
#include "core/service/graph/batch.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void batch_pack(struct str *out, const struct graph_call *const *calls, int count)
{
	struct json *json = json_new();
	json_object(json, NULL);
	json_array(json, "requests");
	for (int i = 0; i < count; i++) {
		char id[12];
		snprintf(id, sizeof id, "%d", i + 1);
		json_object(json, NULL);
		json_text(json, "id", id);
		json_text(json, "method", calls[i]->method);
		json_text(json, "url", calls[i]->path);
		json_object(json, "headers");
		json_text(json, "client-request-id", calls[i]->request_id);
		if (calls[i]->body)
			json_text(json, "Content-Type", "application/json");
		if (calls[i]->prefer)
			json_text(json, "Prefer", calls[i]->prefer);
		json_end(json);
		if (calls[i]->body)
			json_raw(json, "body", calls[i]->body);
		json_end(json);
	}
	json_end(json);
	json_end(json);
	str_add(out, json_done(json));
	json_free(json);
}

/* Names of headers have no case, those of JSON do: both usual spellings are looked for. */
static void header_get(
	struct json_reader *reader, const char *name, const char *small, char *text, size_t size)
{
	char path[64];
	snprintf(path, sizeof path, "$.headers.\"%s\"", name);
	if (json_get_text(reader, path, text, size)[0])
		return;
	snprintf(path, sizeof path, "$.headers.\"%s\"", small);
	json_get_text(reader, path, text, size);
}

static void part_read(struct json_reader *reader, int64_t now, struct batch_part *part)
{
	char after[80];
	part->status = (int)json_get_number(reader, "$.status", 0);
	header_get(reader, "Retry-After", "retry-after", after, sizeof after);
	part->retry_after = after[0] ? http_retry_after(after, now) : -1;
	header_get(reader, "request-id", "Request-Id", part->request_id, sizeof part->request_id);
	header_get(reader, "Location", "location", part->location, sizeof part->location);
	str_clear(&part->body);
	json_get(reader, "$.body", &part->body);
}

int batch_read(struct json_reader *reader, const char *body, size_t len, int64_t now,
	struct batch_part *parts, int count)
{
	struct str *texts;
	int64_t there;
	int found = 0;
	for (int i = 0; i < count; i++)
		parts[i] = (struct batch_part){ .retry_after = -1 };
	json_read(reader, body, len);
	there = json_get_count(reader, "$.responses");
	if (there > BATCH_MOST)
		there = BATCH_MOST;
	texts = xcalloc((size_t)there + 1, sizeof *texts);
	for (int64_t i = 0; i < there; i++) {
		char path[40];
		snprintf(path, sizeof path, "$.responses[%d]", (int)i);
		json_get(reader, path, &texts[i]);
	}
	for (int64_t i = 0; i < there; i++) {
		json_read(reader, str_text(&texts[i]), texts[i].len);
		int64_t id = json_get_number(reader, "$.id", 0);
		if (id >= 1 && id <= count) {
			found += parts[id - 1].status == 0;
			part_read(reader, now, &parts[id - 1]);
		}
		str_fini(&texts[i]);
	}
	free(texts);
	return found;
}

void batch_parts_fini(struct batch_part *parts, int count)
{
	for (int i = 0; i < count; i++)
		str_fini(&parts[i].body);
}
