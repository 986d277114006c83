/* Changes bytes of good files at random, the same way in every run. */
#include <stdlib.h>
#include <string.h>

#include "tests/fuzz/mutate.h"

size_t mutate_roll(struct mutate *mutate, size_t below)
{
	mutate->seed = mutate->seed * 1664525u + 1013904223u;
	return (mutate->seed >> 8) % below;
}

static void put_in(struct mutate *mutate, struct str *out)
{
	const char *piece = mutate->pieces[mutate_roll(mutate, mutate->piece_count)];
	size_t at = mutate_roll(mutate, out->len + 1);
	char *rest = xstrndup(str_text(out) + at, out->len - at);
	size_t rest_len = out->len - at;
	out->len = at;
	str_add(out, piece);
	str_addn(out, rest, rest_len);
	free(rest);
}

static void take_out(struct mutate *mutate, struct str *out)
{
	size_t at = mutate_roll(mutate, out->len);
	size_t len = mutate_roll(mutate, out->len - at) % 40 + 1;
	if (at + len > out->len)
		len = out->len - at;
	memmove(out->text + at, out->text + at + len, out->len - at - len);
	out->len -= len;
	out->text[out->len] = '\0';
}

static void widen(struct str *out)
{
	struct str wide = { 0 };
	str_addn(&wide, "\xFF\xFE", 2);
	for (size_t i = 0; i < out->len; i++)
		str_addn(&wide, (const char[]){ out->text[i], 0 }, 2);
	str_fini(out);
	*out = wide;
}

static void change(struct mutate *mutate, struct str *out)
{
	switch (mutate_roll(mutate, 6)) {
	case 0:
	case 1:
		put_in(mutate, out);
		break;
	case 2:
		take_out(mutate, out);
		break;
	case 3:
		out->text[mutate_roll(mutate, out->len)] = (char)mutate_roll(mutate, 256);
		break;
	case 4:
		out->len = mutate_roll(mutate, out->len) + 1;
		out->text[out->len] = '\0';
		break;
	case 5:
		if (mutate_roll(mutate, 20) == 0)
			widen(out);
		break;
	}
}

void mutate_next(struct mutate *mutate, struct str *out)
{
	str_clear(out);
	str_add(out, mutate->samples[mutate_roll(mutate, mutate->sample_count)]);
	for (size_t n = mutate_roll(mutate, 8) + 1; n > 0 && out->len > 0; n--)
		change(mutate, out);
}

int mutate_rounds(int argc, char **argv, int usual)
{
	return argc > 1 ? atoi(argv[1]) : usual;
}
