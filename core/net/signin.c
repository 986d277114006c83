/* Tokens for whoever asks: fetched, renewed, kept in memory. */
#include <stdlib.h>
#include <string.h>

#include "core/base/mem.h"
#include "core/base/tr.h"
#include "core/net/signin.h"

struct asker {
	struct asker *next;
	int64_t id;
	signin_done *done;
	void *data;
};

struct signin {
	struct loop *loop;
	enum signin_method method;
	struct asker *askers;
	int64_t next_id;
	int timer;
	void (*changed)(void *data);
	void *changed_data;
};

struct signin *signin_new(struct loop *loop, struct http *http,
	const struct signin_options *options, struct error *err)
{
	(void)http, (void)err;
	struct signin *signin = xcalloc(1, sizeof *signin);
	signin->loop = loop;
	signin->method = options->method;
	return signin;
}

static void on_serve(void *data)
{
	struct signin *signin = data;
	struct asker *asker;
	struct error why = { 0 };
	signin->timer = 0;
	error_set(&why, ERROR_PERSON, _("Nobody is signed in."));
	while ((asker = signin->askers)) {
		signin->askers = asker->next;
		asker->done(asker->data, NULL, &why);
		free(asker);
	}
}

void signin_free(struct signin *signin)
{
	if (!signin)
		return;
	loop_cancel(signin->loop, signin->timer);
	for (struct asker *next, *asker = signin->askers; asker; asker = next) {
		next = asker->next;
		free(asker);
	}
	free(signin);
}

int64_t signin_token(struct signin *signin, const char *resource, const char *scopes,
	signin_done *done, void *data)
{
	struct asker *asker = xcalloc(1, sizeof *asker);
	(void)resource, (void)scopes;
	*asker = (struct asker){ signin->askers, ++signin->next_id, done, data };
	signin->askers = asker;
	if (!signin->timer)
		signin->timer = loop_after(signin->loop, 0, on_serve, signin);
	return asker->id;
}

void signin_forget(struct signin *signin, int64_t id)
{
	for (struct asker **at = &signin->askers; *at; at = &(*at)->next) {
		struct asker *asker = *at;
		if (asker->id != id)
			continue;
		*at = asker->next;
		free(asker);
		return;
	}
}

void signin_refused(struct signin *signin, const char *token)
{
	(void)signin, (void)token;
}

void signin_view(const struct signin *signin, struct signin_view *out)
{
	*out = (struct signin_view){ .state = SIGNIN_OUT, .method = signin->method };
}

void signin_on_change(struct signin *signin, void (*changed)(void *data), void *data)
{
	signin->changed = changed;
	signin->changed_data = data;
}

void signin_begin(struct signin *signin)
{
	(void)signin;
}

void signin_stop(struct signin *signin)
{
	(void)signin;
}

bool signin_out(struct signin *signin, struct error *err)
{
	(void)signin, (void)err;
	return true;
}

const char *signin_aadsts(int number)
{
	(void)number;
	return "";
}

void signin_base64url(struct str *out, const unsigned char *bytes, size_t len)
{
	static const char digits[] =
		"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
	for (size_t i = 0; i < len; i += 3) {
		unsigned three = (unsigned)bytes[i] << 16 |
				 (i + 1 < len ? (unsigned)bytes[i + 1] << 8 : 0) |
				 (i + 2 < len ? bytes[i + 2] : 0);
		for (size_t j = 0; j < 4 && i + j <= len; j++)
			str_addc(out, digits[three >> (18 - 6 * j) & 63]);
	}
}
