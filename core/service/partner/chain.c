/* core/service/partner/chain.c: how a chain ends, and how it reads what was answered. */
#include "core/service/partner/within.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "core/base/text.h"

/* ---- ending a chain ---- */

enum stage chain_end(struct chain *chain, enum service_state state, enum cause cause)
{
	chain->reply.state = state;
	chain->reply.cause = cause;
	chain->done = true;
	return END;
}

enum stage chain_fail(struct chain *chain, enum cause cause, const char *format, ...)
{
	struct str words = { 0 }, printable = { 0 };
	va_list args;
	va_start(args, format);
	str_vaddf(&words, format, args);
	va_end(args);
	text_printable(&printable, str_text(&words));
	text_copy(chain->reply.words, sizeof chain->reply.words, str_text(&printable));
	str_fini(&words);
	str_fini(&printable);
	return chain_end(chain, SERVICE_FAILED, cause);
}

/* The cart by which a poll finds it again: it must outlive us. */
void chain_operation(struct chain *chain)
{
	snprintf(chain->reply.operation, sizeof chain->reply.operation, "cart:%s/%s/%" PRId64,
		chain->cart, chain->checkout_id, chain->quantity);
}

/* Later, as it stands: a cart that may have been ordered is looked at for as long as it takes. */
enum stage chain_later(struct chain *chain, enum cause cause, int64_t seconds)
{
	chain->reply.after = seconds;
	if (!chain->polled)
		return chain_end(chain, SERVICE_RETRY, cause);
	chain_operation(chain);
	return chain_end(chain, SERVICE_PENDING, cause);
}

/* ---- reading answers ---- */

const char *chain_value(
	struct chain *chain, const char *at, const char *name, char *out, size_t size)
{
	char path[200];
	snprintf(path, sizeof path, "%s.%s", at, name);
	return json_get_text(chain->partner->reader, path, out, size);
}

bool chain_truth(struct chain *chain, const char *at, const char *name)
{
	char path[120];
	snprintf(path, sizeof path, "%s.%s", at, name);
	return json_get_number(chain->partner->reader, path, 0) != 0;
}

int64_t chain_items(struct chain *chain)
{
	return json_get_count(chain->partner->reader, "$.items");
}

/* "code description", of an error's body or of a member of an answer. */
void chain_error(struct chain *chain, const char *at, const char *code_name, const char *text_name,
	char *out, size_t size)
{
	char code[40], text[220];
	struct str words = { 0 };
	chain_value(chain, at, code_name, code, sizeof code);
	chain_value(chain, at, text_name, text, sizeof text);
	str_addf(&words, "%s%s%s", code, *code && *text ? ": " : "", text);
	text_copy(out, size, str_text(&words));
	str_fini(&words);
}

/* Ids of Partner Center become parts of addresses and of the journal's operation. */
bool partner_id_ok(const char *id)
{
	return *id && id[strspn(id, "0123456789abcdefghijklmnopqrstuvwxyz"
				    "ABCDEFGHIJKLMNOPQRSTUVWXYZ-_")] == '\0';
}
