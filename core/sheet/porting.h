/* core/sheet/porting.h: the answers of topic `port` read and checked: which numbers come, in which
 * orders, until when, and who gets them. Private to the topics port and ports. */
#ifndef CORE_SHEET_PORTING_H
#define CORE_SHEET_PORTING_H

#include <stdbool.h>
#include <stdint.h>

#include "core/reference/reference.h"
#include "core/rules/port.h"
#include "core/sheet/topic.h"
#include "core/tenant/swap.h"

/* A line of a file, or a word of the answer, that cannot be taken. */
struct porting_bad {
	int64_t line; /* of the file; of an answer the word's place, from 1 */
	char text[40];
	struct verdict verdict;
};

#define PORTING_BAD 20 /* kept; the others are counted */
/* Kinds that go apart: landlines and the like, toll-free, mobile, service. */
#define PORTING_ORDERS 4

struct porting_order {
	enum port_type type;
	int64_t count;   /* numbers in it, the billing number as its scope wants it */
	bool billing_in; /* the billing number is of this order */
	char name[160];  /* of the feature */
};

struct porting {
	struct country country;
	struct formality formality; /* country "" where none is known */
	int days_least, days_most;  /* that the carrier takes; -1: no document says it */
	enum port_type type;        /* as it was said */
	enum port_scope scope;
	char billing[E164_SIZE]; /* "" not said, or no number */
	bool billing_said;
	bool billing_listed;        /* it is among the numbers that were given */
	char (*numbers)[E164_SIZE]; /* sorted, each once, without the billing number */
	enum port_type *types;
	int64_t count;
	int64_t coming; /* numbers of all orders; without a list the answer "count" */
	bool listed;    /* numbers were given, by file or by hand */
	struct error
		trouble;     /* why the file could not be read; NONE: it could, or none was given */
	int64_t twice;       /* given more than once */
	int64_t spelt;       /* with spaces or dashes */
	int64_t first_spelt; /* line of the first of them */
	struct verdict spelling; /* what is said of them */
	struct porting_bad bad[PORTING_BAD];
	int64_t bad_count;
	struct porting_order orders[PORTING_ORDERS];
	int order_count;
	int64_t today, wanted; /* days since 1970; wanted 0: no day is */
	struct swap *swaps;    /* pairs: guessed, or of the file */
	int swap_count;
	struct porting_bad swap_bad[PORTING_BAD];
	int64_t swap_bad_count;
	struct error swap_trouble;
};

/* Reads the answers. False: the facts or the store cannot be read; a bad file is said inside. */
bool porting_read(const struct topic_context *context, struct porting *porting, struct error *err);
void porting_fini(struct porting *porting); /* zeroed is fine */

/* The first thing that stands against placing the orders; a plain yes or a warning: nothing. */
struct verdict porting_check(const struct topic_context *context, const struct porting *porting);

/* The document of one order (core/tenant/feature.h), without a secret. Appends JSON. */
void porting_document(const struct topic_context *context, const struct porting *porting,
	const struct porting_order *order, struct str *out);

/* The numbers of one order as Microsoft's file wants them: a column PhoneNumber, E.164, CRLF. */
void porting_file(
	const struct porting *porting, const struct porting_order *order, struct str *out);

/* The days that a port takes in a country: false, and -1 both, where no document says it. */
bool porting_days(struct reference *ref, const struct formality *formality, int *least, int *most);

/* What a document's "number_type" says: port_type_id, or the kind that the number will have here
 * ("toll", "tollfree"). */
enum port_type porting_type_of(const char *number_type);

#endif
