/* core/tenant/person-sql.h: what the lists of people, assignments and letters have in common: which
 * people a struct person_filter means. For SQL in which the table person is called p. */
#ifndef CORE_TENANT_PERSON_SQL_H
#define CORE_TENANT_PERSON_SQL_H

#include <sqlite3.h>

#include "core/tenant/person.h"

/* Bits of the licences that a person holds, and is to hold. */
#define PERSON_BITS(which)                                                                       \
	"(SELECT bit_or(s.capability) FROM licence l JOIN subscription s ON s.sku_id = l.sku_id" \
	" WHERE l.person_id = p.id AND l." which " = 1)"

/* enum person_state. 4 is CAPABILITY_PHONE_SYSTEM; 60 adds the Calling Plans. */
#define PERSON_STATE_SQL                                                                             \
	"CASE WHEN p.present = 0 AND (SELECT synced_at FROM organization) > 0 THEN 0"                \
	" WHEN p.enabled = 0 THEN 1"                                                                 \
	" WHEN p.usage_location_wanted IS NULL THEN 2"                                               \
	" WHEN p.calls = 0 THEN 3"                                                                   \
	" WHEN EXISTS (SELECT 1 FROM licence l JOIN subscription s ON s.sku_id = l.sku_id"           \
	"  WHERE l.person_id = p.id AND l.wanted = 1 AND l.actual = 0 AND s.capability & 60) THEN 5" \
	" WHEN NOT EXISTS (SELECT 1 FROM licence l JOIN subscription s ON s.sku_id = l.sku_id"       \
	"  WHERE l.person_id = p.id AND l.actual = 1 AND l.wanted = 1 AND s.capability & 4) THEN 4"  \
	" WHEN p.voice = 0 THEN 6 ELSE 7 END"

/* What is not text in a filter; enum person_scope. */
#define PERSON_SCOPE_SQL                                                                               \
	" (:department IS NULL OR p.department = :department COLLATE NOCASE)"                          \
	" AND (:city IS NULL OR p.city = :city COLLATE NOCASE)"                                        \
	" AND (:location IS NULL OR p.usage_location_wanted = :location)"                              \
	" AND CASE :scope WHEN 0 THEN 1"                                                               \
	" WHEN 1 THEN p.kind = 'member' AND p.enabled = 1"                                             \
	" WHEN 2 THEN p.calls = 1"                                                                     \
	" WHEN 3 THEN p.calls = 1 AND " PERSON_STATE_SQL " IN (0, 1, 2, 4)"                            \
	" WHEN 4 THEN p.usage_location_wanted IS NULL"                                                 \
	" WHEN 5 THEN p.calls = 1 AND NOT EXISTS (SELECT 1 FROM assignment a WHERE a.person_id = p.id" \
	"  AND (a.number_wanted IS NOT NULL OR a.order_wanted IS NOT NULL))"                           \
	" WHEN 6 THEN p.kind = 'member' WHEN 7 THEN p.organizes = 1"                                   \
	" WHEN 8 THEN p.device <> '' WHEN 9 THEN p.onprem_line <> '' END"

/* What lists by name are ordered by: the start of the folded text, which begins with the name. The
 * indexes of data/schema.sql are on exactly this. */
#define PERSON_NAME_SQL(person) "substr(" person ".folded, 1, 40)"

#define PERSON_TEXT_SQL " (:text IS NULL OR (instr(p.folded, :text) > 0) <> :exclude)"

#define PERSON_FILTER_SQL PERSON_SCOPE_SQL " AND" PERSON_TEXT_SQL

/* What the filter looks into. */
#define FOLDED(name, upn, department, city, office)                                               \
	"fold(" name " || char(10) || " upn " || char(10) || " department " || char(10) || " city \
	" || char(10) || " office ")"

/* Binds :text, :exclude, :scope, :department, :city and :location. NULL: everybody. */
void person_filter_bind(sqlite3_stmt *stmt, const struct person_filter *filter);

/* Binds :text and :exclude; an empty text is none. */
void person_text_bind(sqlite3_stmt *stmt, const char *text, bool exclude);

#endif
