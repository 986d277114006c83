/* core/rules/capability.h: which capability bits a service plan gives. */
#ifndef CORE_RULES_CAPABILITY_H
#define CORE_RULES_CAPABILITY_H

#include <stdbool.h>

#include "core/reference/capability.h" /* the bits: a list without functions */

/* The bits of one service plan's name, case ignored; 0: it has nothing to do with phones.
 * Source: R-096..R-109, R-342 and the table of service plans in facts/graph-api.md. */
unsigned capability_of(const char *service_plan);

/* The bits of a list as skus.csv writes it: "MCOEV;MCOPSTN1". */
unsigned capability_of_list(const char *service_plans);

/* A voice feature that lets a person have a number: Phone System and, with Microsoft as carrier,
 * any Calling Plan. */
bool capability_can_call(unsigned capabilities, bool own_carrier);

/* Does the admin center show its Voice menu to a tenant that owns products of these bits? It takes
 * Phone System (which is inside E5) or Audio Conferencing; E3 alone, which one page of 2022
 * adds, is not counted on. */
bool capability_voice_menu(unsigned capabilities);

#endif
