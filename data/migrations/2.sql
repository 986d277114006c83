-- From version 1 to 2: features, rooms and shared devices, organizers of meetings, credits licences.

ALTER TABLE organization ADD COLUMN credits_for TEXT NOT NULL DEFAULT 'none' CHECK (credits_for IN ('none', 'callers', 'all'));
ALTER TABLE organization ADD COLUMN conferencing_for TEXT NOT NULL DEFAULT 'none'
	CHECK (conferencing_for IN ('none', 'callers', 'all', 'marked'));
ALTER TABLE person ADD COLUMN device TEXT NOT NULL DEFAULT '' CHECK (device IN ('', 'room', 'panel', 'phone', 'desk'));
ALTER TABLE person ADD COLUMN organizes INTEGER NOT NULL DEFAULT 0 CHECK (organizes IN (0, 1));
ALTER TABLE journal ADD COLUMN feature_id INTEGER;

CREATE TABLE feature (
	id INTEGER PRIMARY KEY, -- the store's own
	kind TEXT NOT NULL CHECK (kind IN ('papers', 'credits', 'account', 'port', 'usage', 'bridge', 'queue', 'attendant')), -- also the kind of its change
	name TEXT NOT NULL CHECK (name <> ''),       -- of its kind: a UPN, a number, a person's word for it
	wanted TEXT CHECK (wanted IS NULL OR json_valid(wanted)), -- is to be there, like this
	actual TEXT CHECK (actual IS NULL OR json_valid(actual)), -- is there, like this
	base TEXT, -- the actual that the wish was made on
	progress TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(progress)), -- of the service, no wish: "state", "since", "until", "note"
	service_id TEXT NOT NULL DEFAULT '',         -- the service's id of it
	UNIQUE (kind, name)
) STRICT;

CREATE TRIGGER feature_wish AFTER UPDATE OF wanted ON feature
	WHEN NEW.base IS NOT NEW.actual BEGIN
	UPDATE feature SET base = NEW.actual WHERE id = NEW.id;
END;
CREATE TRIGGER feature_moved AFTER UPDATE OF actual ON feature
	WHEN OLD.wanted IS OLD.actual AND NEW.wanted IS NOT NEW.actual BEGIN
	UPDATE feature SET wanted = NEW.actual WHERE id = NEW.id;
END;

INSERT INTO change_kind (kind, rank, step, undoable) VALUES
	('papers', 5, 'numbers', 0), ('credits', 15, 'licences', 0), ('account', 25, 'licences', 1), ('usage', 52, 'numbers', 1),
	('port', 53, 'numbers', 0), ('feature_remove', 58, 'assign', 1), ('bridge', 62, 'assign', 1), ('queue', 63, 'assign', 1),
	('attendant', 64, 'assign', 1), ('account_remove', 84, 'licences', 1);

DROP VIEW change;
CREATE VIEW change AS
WITH c (kind, key, person_id, sku_id, number, address_id, place_id, order_id, quantity, cents, conflict, feature_id) AS (
	SELECT CASE WHEN capability & 4 THEN 'buy_phone' ELSE 'buy_plan' END, 'buy:' || sku_id,
		NULL, sku_id, NULL, NULL, NULL, NULL, missing, missing * cents, 0, NULL
	FROM seat WHERE missing > 0 AND (SELECT buy FROM organization) = 'missing'
	UNION ALL
	SELECT 'usage_location', 'usage_location:' || id, id, NULL, NULL, NULL, NULL, NULL, 1, 0,
		usage_location_base IS NOT usage_location_actual, NULL
	FROM person WHERE usage_location_wanted IS NOT usage_location_actual
	UNION ALL
	SELECT CASE WHEN max(wanted) THEN 'licence' ELSE 'unlicence' END, 'licence:' || person_id,
		person_id, NULL, NULL, NULL, NULL, NULL, count(*), 0, 0, NULL
	FROM licence WHERE wanted <> actual GROUP BY person_id
	UNION ALL
	SELECT CASE WHEN wanted THEN 'address' ELSE 'address_remove' END, 'address:' || id,
		NULL, NULL, NULL, id, NULL, NULL, 1, 0, 0, NULL
	FROM address WHERE (wanted = 1 AND actual <> 'Valid') OR (wanted = 0 AND actual <> 'None')
	UNION ALL
	SELECT CASE WHEN p.wanted THEN 'place' ELSE 'place_remove' END, 'place:' || p.id,
		NULL, NULL, NULL, p.address_id, p.id, NULL, 1, 0, 0, NULL
	FROM place p JOIN address a ON a.id = p.address_id WHERE p.name <> '' AND p.wanted <> p.actual
		AND a.wanted = 1
	UNION ALL
	SELECT 'order', 'order:' || id, NULL, NULL, NULL, NULL, place_id, id, quantity_wanted - quantity_actual - held, 0, 0, NULL
	FROM (SELECT o.*, (SELECT count(*) FROM number n WHERE n.order_id = o.id AND n.owned_wanted = 1
			AND n.owned_actual = 0) AS held FROM number_order o) -- those are changes of their own: acquire
	WHERE quantity_wanted > quantity_actual + held
	UNION ALL
	SELECT CASE WHEN owned_wanted THEN 'acquire' ELSE 'release' END, 'number:' || e164,
		NULL, NULL, e164, NULL, place_wanted, order_id, 1, 0, 0, NULL
	FROM number WHERE owned_wanted <> owned_actual
	UNION ALL
	SELECT 'number_place', 'number_place:' || e164, NULL, NULL, e164, NULL, place_wanted, NULL, 1, 0,
		place_base IS NOT place_actual, NULL
	FROM number WHERE place_wanted IS NOT place_actual AND place_wanted IS NOT NULL
		AND owned_wanted = 1 AND owned_actual = 1
	UNION ALL
	SELECT CASE WHEN number_wanted IS NULL AND order_wanted IS NULL THEN 'unassign' ELSE 'assign' END,
		'assign:' || person_id, person_id, NULL, coalesce(number_wanted, number_actual), NULL, place_wanted,
		order_wanted, 1, 0,
		((number_wanted IS NOT number_actual OR order_wanted IS NOT NULL) AND number_base IS NOT number_actual)
			OR (place_base IS NOT place_actual AND place_wanted IS NOT place_actual), NULL
	FROM assignment
	WHERE number_wanted IS NOT number_actual OR order_wanted IS NOT NULL
		OR (place_wanted IS NOT place_actual AND number_wanted IS NOT NULL AND place_wanted IS NOT NULL)
	UNION ALL
	SELECT 'notice', 'notice:' || a.person_id, a.person_id, NULL, a.number_wanted, NULL, a.place_wanted,
		a.order_wanted, 1, 0, 0, NULL
	FROM assignment a CROSS JOIN person p ON p.id = a.person_id -- CROSS: by who has a number, not by all people
	LEFT JOIN notice n ON n.person_id = a.person_id
	WHERE (a.number_wanted IS NOT NULL OR a.order_wanted IS NOT NULL) AND p.notify = 1 AND p.kind <> 'resource'
		AND (n.number IS NULL OR n.number IS NOT a.number_wanted)
		AND (SELECT notify_method FROM organization) <> 'none'
	UNION ALL
	SELECT CASE WHEN wanted IS NOT NULL THEN kind WHEN kind = 'account' THEN 'account_remove' ELSE 'feature_remove' END,
		'feature:' || id, NULL, NULL, iif(kind = 'usage', name, NULL), NULL, NULL, NULL, 1, 0, base IS NOT actual, id
	FROM feature WHERE wanted IS NOT actual
)
SELECT k.rank, k.step, c.kind, c.key, c.person_id, c.sku_id, c.number, c.address_id, c.place_id, c.order_id,
	c.quantity, c.cents, c.conflict, k.undoable, k.way, k.wait, c.feature_id
FROM c JOIN change_kind k ON k.kind = c.kind;

-- Lists by name as people sort it, without case and accents.
DROP INDEX person_name;
DROP INDEX person_department;
DROP INDEX person_calls;
DROP INDEX person_calls_department;
CREATE INDEX person_name ON person (substr(folded, 1, 40), id);
CREATE INDEX person_department ON person (department COLLATE NOCASE, substr(folded, 1, 40), id);
CREATE INDEX person_calls ON person (substr(folded, 1, 40), id) WHERE calls = 1;
CREATE INDEX person_calls_department ON person (department COLLATE NOCASE, substr(folded, 1, 40), id) WHERE calls = 1;

CREATE INDEX person_device ON person (id) WHERE device <> '';
CREATE INDEX person_organizes ON person (id) WHERE organizes = 1;
