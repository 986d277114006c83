-- The simulated service, second version: what a tenant has besides people, numbers and addresses. Runs when a tenant
-- begins, and on a file of the first version.

ALTER TABLE tenant ADD COLUMN billing TEXT NOT NULL DEFAULT 'credits' CHECK (billing IN ('credits', 'after_use')); -- R-155, R-172

INSERT INTO delay (kind, speed, seconds) VALUES
	('account', 'instant', 0), ('account', 'brisk', 2), ('account', 'lifelike', 30), -- until the directory shows it
	('bridge',  'instant', 0), ('bridge',  'brisk', 1), ('bridge',  'lifelike', 10),
	('queue',   'instant', 0), ('queue',   'brisk', 2), ('queue',   'lifelike', 20), -- until callers reach it
	('attendant', 'instant', 0), ('attendant', 'brisk', 2), ('attendant', 'lifelike', 20),
	('usage',   'instant', 0), ('usage',   'brisk', 1), ('usage',   'lifelike', 20),
	('credits', 'instant', 0), ('credits', 'brisk', 1), ('credits', 'lifelike', 20),
	('papers',  'instant', 0), ('papers',  'brisk', 6), ('papers',  'lifelike', 180), -- until they are accepted (R-432)
	('port',    'instant', 0), ('port',    'brisk', 3), ('port',    'lifelike', 120); -- from one state to the next (R-264)

-- Features by kind and name. made_at is when it became what it is, ready_at when it is there.
CREATE TABLE feature (
	id INTEGER PRIMARY KEY,
	kind TEXT NOT NULL,
	name TEXT NOT NULL,
	document TEXT NOT NULL CHECK (json_valid(document)),
	request_id TEXT NOT NULL,                    -- that made it what it is
	made_at INTEGER NOT NULL,
	step INTEGER NOT NULL,                       -- seconds from one stage to the next
	ready_at INTEGER NOT NULL,
	settled INTEGER NOT NULL DEFAULT 0 CHECK (settled IN (0, 1)), -- what it brings was brought: the numbers of a port
	UNIQUE (kind, name)
) STRICT;

-- What a feature goes through until it is there; kinds without a row are there after one step.
CREATE TABLE stage (
	kind TEXT NOT NULL,
	n INTEGER NOT NULL CHECK (n >= 0),           -- steps after it was made
	state TEXT NOT NULL,
	PRIMARY KEY (kind, n)
) STRICT, WITHOUT ROWID;
INSERT INTO stage (kind, n, state) VALUES
	('papers', 0, 'sent'), ('papers', 1, 'accepted'),
	('port', 0, 'Processing'), ('port', 1, 'Contacting carrier'), ('port', 2, 'Transfer approved'),
	('port', 3, 'Transfer pending'), ('port', 4, 'Completed');

-- Resource accounts of the directory. Their rows are below 0, and none of them falls on a draw of the suites.
CREATE TABLE account (
	row INTEGER PRIMARY KEY CHECK (row < 0 AND (row - 1) % 20 = -6),
	object_id TEXT NOT NULL UNIQUE,
	upn TEXT NOT NULL UNIQUE COLLATE NOCASE,
	display_name TEXT NOT NULL,
	usage_location TEXT,
	appears_at INTEGER NOT NULL
) STRICT;

-- Every feature that was made or changed, and every one that was removed, for the audit.
CREATE TABLE feature_log (
	id INTEGER PRIMARY KEY,
	at INTEGER NOT NULL,
	what TEXT NOT NULL CHECK (what IN ('make', 'remove')),
	kind TEXT NOT NULL,
	name TEXT NOT NULL,
	request_id TEXT NOT NULL
) STRICT;
DROP VIEW audit;
CREATE VIEW audit AS
SELECT 'purchase' AS what, sku_part AS object, quantity, at, request_id FROM purchase
UNION ALL SELECT 'acquisition', e164, 1, acquired_at, request_id FROM number
UNION ALL SELECT 'release', e164, 1, released_at, request_id FROM number WHERE released_at > 0
UNION ALL SELECT what, e164, row, at, '' FROM assignment_log
UNION ALL SELECT what, kind || ':' || name, 1, at, request_id FROM feature_log;
