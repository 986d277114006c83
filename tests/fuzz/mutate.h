/* tests/fuzz/mutate.h: changes bytes of good files at random, the same way in every run. */
#ifndef TESTS_FUZZ_MUTATE_H
#define TESTS_FUZZ_MUTATE_H

#include <stddef.h>
#include <stdint.h>

#include "core/base/mem.h"

/* Pieces that parsers trip over: quotes, separators, marks, cut-off characters. */
struct mutate {
	uint32_t seed;
	const char *const *samples; /* `sample_count` texts without NUL, to begin with */
	size_t sample_count;
	const char *const *pieces; /* `piece_count` texts to put in */
	size_t piece_count;
};

/* A number from 0 to below - 1. */
size_t mutate_roll(struct mutate *mutate, size_t below);

/* One of the samples, changed in a few places, into out (cleared first). May hold any byte. */
void mutate_next(struct mutate *mutate, struct str *out);

/* How many rounds to run: the first argument, else `usual`. */
int mutate_rounds(int argc, char **argv, int usual);

#endif
