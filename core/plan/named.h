/* core/plan/named.h: the view `change` with names, as a start of statements (`named`), and the
 * titles of its kinds. Private to core/plan. */
#ifndef CORE_PLAN_NAMED_H
#define CORE_PLAN_NAMED_H

#include <stddef.h>

/* Where the numbers of a number_order are: "Bellevue, WA", "WA, US", "US (425)". */
#define ORDER_AREA_TEXT                                                         \
	"CASE WHEN city <> '' THEN city || iif(state <> '', ', ' || state, '')" \
	" WHEN state <> '' THEN state || ', ' || country ELSE country END"      \
	" || iif(city = '' AND area_code <> '', ' (' || area_code || ')', '')"

/* What a feature's document says, in few words that need no translation. */
#define FEATURE_DETAIL                                                                                                             \
	"  WHEN 'papers' THEN f.wanted ->> '$.form'"                                                                               \
	"  WHEN 'credits' THEN printf('%.2f', (f.wanted ->> '$.amount') / 100.0)"                                                  \
	"  WHEN 'account' THEN f.wanted ->> '$.display_name'"                                                                      \
	"  WHEN 'port' THEN json_array_length(f.wanted, '$.numbers') || ' <- ' || coalesce(f.wanted ->> '$.carrier', '')"          \
	"  WHEN 'usage' THEN coalesce(f.actual ->> '$.usage', n.kind, '-') || ' -> ' || (f.wanted ->> '$.usage')"                  \
	"  WHEN 'bridge' THEN trim(coalesce(f.wanted ->> '$.toll', '') || ', ' || coalesce(f.wanted ->> '$.toll_free', ''), ', ')" \
	"  WHEN 'queue' THEN f.wanted ->> '$.account'"                                                                             \
	"  WHEN 'attendant' THEN f.wanted ->> '$.account'"                                                                         \
	"  WHEN 'feature_remove' THEN f.kind WHEN 'account_remove' THEN f.actual ->> '$.display_name'"

/* A group is a kind and its detail; an order and the numbers held for it are one group. */
#define NAMED                                                                                                                 \
	"WITH named AS (SELECT c.*, CASE"                                                                                     \
	"  WHEN c.sku_id IS NOT NULL THEN c.kind || ':' || c.sku_id"                                                          \
	"  WHEN c.kind = 'usage_location' THEN c.kind || ':' || coalesce(p.usage_location_wanted, '')"                        \
	"  WHEN c.kind IN ('order', 'acquire') AND c.order_id IS NOT NULL THEN 'order:' || c.order_id"                        \
	"  WHEN c.kind = 'acquire' THEN 'acquire:' || n.country || '/' || n.state || '/' || n.city"                           \
	"  ELSE c.kind END AS grp,"                                                                                           \
	" coalesce(nullif(p.display_name, ''), p.upn, nullif(s.name, ''), s.sku_part,"                                        \
	"  CASE WHEN c.number IS NULL THEN coalesce(a.name || '/' || nullif(pl.name, ''), a.name) END,"                       \
	"  f.name, c.number, o.area, '') AS subject,"                                                                         \
	" CASE c.kind"                                                                                                        \
	"  WHEN 'usage_location' THEN coalesce(p.usage_location_actual, '-') || ' -> '"                                       \
	"   || coalesce(p.usage_location_wanted, '-')"                                                                        \
	"  WHEN 'licence' THEN (SELECT group_concat(iif(l.wanted, '+', '-')"                                                  \
	"    || coalesce(nullif(ls.name, ''), ls.sku_part), ', ') FROM licence l"                                             \
	"   JOIN subscription ls USING (sku_id) WHERE l.person_id = c.person_id AND l.wanted <> l.actual)"                    \
	"  WHEN 'unlicence' THEN (SELECT group_concat('-' || coalesce(nullif(ls.name, ''), ls.sku_part),"                     \
	"    ', ') FROM licence l JOIN subscription ls USING (sku_id)"                                                        \
	"   WHERE l.person_id = c.person_id AND l.wanted <> l.actual)"                                                        \
	"  WHEN 'order' THEN o.name"                                                                                          \
	"  WHEN 'acquire' THEN n.city"                                                                                        \
	"  WHEN 'notice' THEN coalesce(c.number, o.name, '')" FEATURE_DETAIL                                                  \
	"  ELSE coalesce(c.number, o.name, '') || coalesce(', ' || pa.name || coalesce('/'"                                   \
	"   || nullif(pl.name, ''), ''), '') END AS detail,"                                                                  \
	" CASE WHEN c.feature_id IS NOT NULL THEN '' WHEN c.sku_id IS NOT NULL THEN coalesce(nullif(s.name, ''), s.sku_part)" \
	"  WHEN c.kind = 'usage_location' THEN p.usage_location_wanted"                                                       \
	"  WHEN o.id IS NOT NULL THEN o.area"                                                                                 \
	"  WHEN n.city <> '' THEN n.city || iif(n.state <> '', ', ' || n.state, '')"                                          \
	"  ELSE n.country END AS place_text,"                                                                                 \
	" coalesce(o.kind, n.kind, 'user') AS number_kind"                                                                    \
	" FROM change c LEFT JOIN person p ON p.id = c.person_id"                                                             \
	" LEFT JOIN subscription s ON s.sku_id = c.sku_id"                                                                    \
	" LEFT JOIN number n ON n.e164 = c.number"                                                                            \
	" LEFT JOIN place pl ON pl.id = c.place_id LEFT JOIN address pa ON pa.id = pl.address_id"                             \
	" LEFT JOIN feature f ON f.id = c.feature_id"                                                                         \
	" LEFT JOIN address a ON a.id = c.address_id"                                                                         \
	" LEFT JOIN (SELECT id, name, kind, " ORDER_AREA_TEXT " AS area FROM number_order) o"                                 \
	" ON o.id = c.order_id)"

/* "Acquire toll numbers in Bellevue, WA": what a change of this kind does, translated. detail and
 * number_kind are columns place_text and number_kind of `named`; "" where there is none. Returns
 * text. */
const char *change_title(
	const char *kind, const char *detail, const char *number_kind, char *text, size_t size);

/* "Acquire the number": what one change does, translated; its label says to whom or what. */
const char *change_title_one(const char *kind);

#endif
