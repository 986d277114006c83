/* core/rules/eligibility.h: which products a person still needs to call people outside, in which
 * order, and why (R-001..R-011, R-052..R-055, R-076..R-083). Today's answers; where the answers of
 * 2018 differ (Business Premium: R-046 against R-078) the later ones are given. */
#ifndef CORE_RULES_ELIGIBILITY_H
#define CORE_RULES_ELIGIBILITY_H

#include <stdbool.h>
#include <stdint.h>

#include "core/rules/verdict.h"

/* What a product is for; which SKU plays the role in a country is the reference's business. */
enum eligibility_role {
	ROLE_BASE_CHANGE,  /* a plan that can carry a phone licence */
	ROLE_TEAMS,        /* Teams beside a suite that was sold without it */
	ROLE_PHONE_SYSTEM, /* Teams Phone Standard */
	ROLE_BUNDLE,       /* Teams Phone with Calling Plan */
	ROLE_DOMESTIC,
	ROLE_INTERNATIONAL, /* domestic and international; on top of a bundle the add-on */
	ROLE_PAYG,
	ROLE_CREDITS, /* Communications Credits, or billing after use */
	ROLE_SUITE,   /* E5, A5 or G5: a suite with Phone System inside */
	/* Beside the phone (core/rules/advice.h); eligibility_of never asks for these. */
	ROLE_CONFERENCING_FREE, /* Audio Conferencing with dial-out to USA/CAN */
	ROLE_CONFERENCING,      /* the Audio Conferencing add-on */
	ROLE_EXCHANGE,          /* Exchange Online Plan 2 */
	ROLE_FREE_APP,          /* the consumers' Skype app: no licence */
	ROLE_OTHER_BRIDGE,      /* a third party's conferencing: no licence */
	ELIGIBILITY_ROLE_COUNT
};

enum eligibility_family {
	FAMILY_NONE, /* no plan, or one that only has applications or mail */
	FAMILY_BUSINESS,
	FAMILY_ENTERPRISE,
	FAMILY_FRONTLINE,
	FAMILY_EDUCATION,
	FAMILY_GOVERNMENT,
	FAMILY_TEAMS_ESSENTIALS,
	FAMILY_COUNT
};

enum eligibility_kind {
	KIND_COMMERCIAL,
	KIND_GCC,
	KIND_GOVERNMENT,
	KIND_EDUCATION,
	KIND_NONPROFIT,
	KIND_21VIANET,
	KIND_COUNT
};

enum eligibility_carrier { CARRIER_MICROSOFT, CARRIER_OWN, CARRIER_COUNT };
enum eligibility_source { SOURCE_DIRECT, SOURCE_GODADDY, SOURCE_PARTNER, SOURCE_COUNT };
enum eligibility_commitment { COMMITMENT_ANNUAL, COMMITMENT_MONTHLY, COMMITMENT_COUNT };
enum eligibility_calling {
	CALLING_NONE,
	CALLING_DOMESTIC,
	CALLING_INTERNATIONAL,
	CALLING_PAYG,
	CALLING_COUNT
};
enum eligibility_product { PRODUCT_BUNDLE, PRODUCT_SEPARATE, PRODUCT_COUNT };
enum eligibility_seller {
	PLANS_FROM_MICROSOFT,
	PLANS_FROM_PARTNER,
	PLANS_FROM_NOBODY
}; /* Telstra, SoftBank */

/* The organization, and what is sold in its country; zeroed: commercial, Microsoft carries and
 * sells, bought direct with annual commitment, bundle preferred. */
struct eligibility_organization {
	enum eligibility_kind kind;
	enum eligibility_carrier carrier;
	enum eligibility_source bought_from;
	enum eligibility_commitment commitment;
	enum eligibility_product product;
	enum eligibility_seller calling_plans; /* in the person's country */
	bool bundle_not_sold;                  /* in the person's country */
	bool billed_after_use;                 /* new commerce: no credits to buy */
};

struct eligibility_person {
	unsigned capabilities;            /* enum capability bits of all licences held or wanted */
	enum eligibility_family family;   /* of the base plan */
	bool base_phone_system;           /* Phone System is inside the base plan (E5: R-077) */
	bool base_teams;                  /* Teams is inside the base plan */
	bool bundle;                      /* Phone System and plan come from one bundle licence */
	bool mailbox_onpremises;          /* */
	const char *usage_location;       /* NULL or "" : missing */
	enum eligibility_calling calling; /* wanted; CALLING_NONE: does not call outside */
};

struct eligibility_need {
	enum eligibility_role role;
	struct verdict reason;  /* answer YES, with rule and text; why this product, and why here */
	bool replaces_domestic; /* the domestic plan held is removed in the same save
				 */
};

#define ELIGIBILITY_NEEDS 6
#define ELIGIBILITY_NOTES 12

struct eligibility {
	struct eligibility_need needs[ELIGIBILITY_NEEDS]; /* in the order to buy and to assign */
	int need_count;
	struct verdict notes[ELIGIBILITY_NOTES]; /* warnings and refusals, most serious first */
	int note_count;
};

/* What the person needs and what stands in the way. need_count 0 and note_count 0: nothing more. */
struct eligibility eligibility_of(const struct eligibility_organization *organization,
	const struct eligibility_person *person);

/* Why Microsoft sells no Calling Plan in the person's country; a plain yes if
 * it does, or if the organization's own carrier carries the calls. */
struct verdict eligibility_sold(const struct eligibility_organization *organization);

/* The most serious of its notes; a plain yes if there is none. */
struct verdict eligibility_verdict(const struct eligibility *eligibility);

/* Only what the base plan lacks to carry calls: a plan with Teams, or Teams beside the suite
 * (R-004, R-076, R-092). */
struct eligibility eligibility_base(const struct eligibility_person *person);

/* Another way to the same end, for a comparison of prices. */
enum eligibility_way_kind { WAY_BUNDLE, WAY_SEPARATE, WAY_SUITE, WAY_COUNT };

struct eligibility_way {
	enum eligibility_way_kind kind;
	enum eligibility_role roles[ELIGIBILITY_NEEDS];
	int role_count;
	bool chosen; /* the one that eligibility_of gives */
};

/* Fills up to WAY_COUNT ways that differ, the chosen one first; returns how many. */
int eligibility_ways(struct eligibility_way ways[WAY_COUNT],
	const struct eligibility_organization *organization,
	const struct eligibility_person *person);

/* May `wanted` more licences of a product be assigned? NO names R-016: buy more. */
struct verdict eligibility_seats(int64_t bought, int64_t assigned, int64_t wanted);

/* Words of the answers file ("payg", "gcc", "godaddy", "monthly", "bundle", "own"): the value, or
 * -1. And back. Case ignored. */
int eligibility_kind_of(const char *word);
int eligibility_carrier_of(const char *word);
int eligibility_source_of(const char *word);
int eligibility_commitment_of(const char *word);
int eligibility_calling_of(const char *word);
int eligibility_product_of(const char *word);
const char *eligibility_kind_word(enum eligibility_kind kind);
const char *eligibility_calling_word(enum eligibility_calling calling);

/* N_() name of a role: "Teams Phone Standard"; and its id: "phone_system". */
const char *eligibility_role_name(enum eligibility_role role);
const char *eligibility_role_id(enum eligibility_role role);

verdict_rows eligibility_verdicts;

#endif
