-- The simulated service: a file of its own that plays Microsoft's side. ringup's store of wishes never reads it; what
-- passes between the two goes through core/service/service.h.
--
-- Instants are UTC seconds by the simulated service's own clock, which is the real one plus tenant.clock_offset.
-- Nothing here runs by itself: what becomes true later carries the instant from which it is true, and whoever looks
-- compares it with the clock. application_id and user_version are set by core/service/demo.

-- The tenant that is played. One row.
CREATE TABLE tenant (
	id INTEGER PRIMARY KEY CHECK (id = 1),
	name TEXT NOT NULL,                          -- bakery, atelier, northwind, empty
	display_name TEXT NOT NULL,
	country TEXT NOT NULL CHECK (country = '' OR country GLOB '[A-Z][A-Z]'),
	currency TEXT NOT NULL CHECK (currency GLOB '[A-Z][A-Z][A-Z]'),
	kind TEXT NOT NULL DEFAULT 'commercial',
	sku_part TEXT NOT NULL,                      -- the suite that most people have; '' not known yet
	bought_from TEXT NOT NULL DEFAULT 'direct',
	commitment TEXT NOT NULL DEFAULT 'annual',
	domain TEXT NOT NULL,
	verified TEXT NOT NULL DEFAULT 'yes' CHECK (verified IN ('yes', 'pending', 'no')), -- papers (R-432)
	verified_on INTEGER NOT NULL DEFAULT 0,
	object_prefix TEXT NOT NULL,                 -- of generated object ids; twelve hexadecimal digits of the row follow
	people INTEGER NOT NULL CHECK (people >= 0), -- rows of the directory: the named ones, then generated ones
	stock_factor INTEGER NOT NULL DEFAULT 1,     -- the stock of every area, times this
	speed TEXT NOT NULL DEFAULT 'brisk' REFERENCES speed (name),
	seed INTEGER NOT NULL DEFAULT 0,             -- shifts which requests meet passing trouble
	faults INTEGER NOT NULL DEFAULT 1 CHECK (faults IN (0, 1)),
	opened_at INTEGER NOT NULL DEFAULT 0,        -- when this tenant began
	clock_offset INTEGER NOT NULL DEFAULT 0,     -- seconds that the service is ahead of the real clock
	requests INTEGER NOT NULL DEFAULT 0          -- counted, so that passing trouble comes every so many
) STRICT;

CREATE TABLE speed (name TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
INSERT INTO speed VALUES ('instant'), ('brisk'), ('lifelike');

-- How long things take, in seconds. "lifelike" keeps the proportions of the real waits (R-017, R-224, R-336, R-337,
-- R-435: hours and a day) in minutes. Reservations last 600 s at every speed (R-219) and stand in the reference.
CREATE TABLE delay (
	kind TEXT NOT NULL,
	speed TEXT NOT NULL REFERENCES speed (name),
	seconds INTEGER NOT NULL CHECK (seconds >= 0),
	PRIMARY KEY (kind, speed)
) STRICT, WITHOUT ROWID;
INSERT INTO delay (kind, speed, seconds) VALUES
	('purchase', 'instant', 0), ('purchase', 'brisk', 3),  ('purchase', 'lifelike', 60),  -- until the seats are there
	('licence',  'instant', 0), ('licence',  'brisk', 6),  ('licence',  'lifelike', 300), -- until it is effective (R-435)
	('address',  'instant', 0), ('address',  'brisk', 1),  ('address',  'lifelike', 5),   -- until validation has answered
	('number',   'instant', 0), ('number',   'brisk', 2),  ('number',   'lifelike', 90),  -- until it can be assigned (R-224)
	('assign',   'instant', 0), ('assign',   'brisk', 3),  ('assign',   'lifelike', 120), -- until the assignment holds (R-337)
	('person',   'instant', 0), ('person',   'brisk', 90), ('person',   'lifelike', 600); -- a newcomer waits one to three times this (R-336)

-- Passing trouble: every so many requests one is refused, and the same request succeeds when
-- it is sent again.
CREATE TABLE fault (
	speed TEXT NOT NULL REFERENCES speed (name),
	cause TEXT NOT NULL CHECK (cause IN ('throttled', 'unavailable')),
	every INTEGER NOT NULL CHECK (every > 1),
	after INTEGER NOT NULL CHECK (after >= 0),   -- seconds to wait: the Retry-After of a 429
	words TEXT NOT NULL,
	PRIMARY KEY (speed, cause)
) STRICT, WITHOUT ROWID;
INSERT INTO fault (speed, cause, every, after, words) VALUES
	('instant',  'throttled',   23, 0, 'TooManyRequests: Too many requests. (429)'),
	('instant',  'unavailable', 59, 0, 'ServiceUnavailable: The service is temporarily unavailable. (503)'),
	('brisk',    'throttled',   23, 2, 'TooManyRequests: Too many requests. Retry after 2 seconds. (429)'),
	('brisk',    'unavailable', 59, 1, 'ServiceUnavailable: The service is temporarily unavailable. (503)'),
	('lifelike', 'throttled',   23, 10, 'TooManyRequests: Too many requests. Retry after 10 seconds. (429)'),
	('lifelike', 'unavailable', 59, 5, 'ServiceUnavailable: The service is temporarily unavailable. (503)');

-- Products of the price list: filled from the reference when the tenant begins, in the order of this list.
CREATE TABLE product (
	sku_part TEXT PRIMARY KEY,
	sku_id TEXT UNIQUE,
	name TEXT NOT NULL DEFAULT '',
	plans TEXT NOT NULL DEFAULT '',              -- service plans: "MCOEV;MCOPSTN1"
	capability INTEGER NOT NULL DEFAULT 0,       -- bits of enum capability (core/rules/capability.h)
	standalone INTEGER NOT NULL DEFAULT 1 CHECK (standalone IN (0, 1)), -- 0: a bundle or suite
	cents INTEGER,                               -- a seat and month; NULL: no price is known
	as_of TEXT NOT NULL DEFAULT ''
) STRICT, WITHOUT ROWID;
INSERT INTO product (sku_part, standalone) VALUES
	('MCOTEAMS_ESSENTIALS', 0), ('MCOEV', 1), ('MCOPSTN1', 1), ('MCOPSTN2', 1), ('MCOPSTN_5', 1),
	('Microsoft_Teams_Calling_Plan_pay_as_you_go_(country_zone_1)', 1),
	('Microsoft_Teams_Calling_Plan_pay_as_you_go_(country_zone_1_US)', 1), ('MCOPSTN_PAYG_2', 1),
	('MCOPSTNC', 1), ('MCOMEETADV', 1),
	('PHONESYSTEM_VIRTUALUSER', 1), ('O365_BUSINESS_ESSENTIALS', 0), ('O365_BUSINESS_PREMIUM', 0), ('SPB', 0),
	('ENTERPRISEPACK', 0), ('ENTERPRISEPREMIUM', 0), ('SPE_E3', 0), ('SPE_E5', 0), ('SPE_F1', 0), ('DESKLESSPACK', 0),
	('Microsoft_Teams_Rooms_Basic', 0), ('Microsoft_Teams_Rooms_Pro', 0), ('MCOCAP', 0);

-- Seats that the tenant owned when it began.
CREATE TABLE seat (
	sku_part TEXT PRIMARY KEY REFERENCES product (sku_part),
	seats INTEGER NOT NULL CHECK (seats >= 0)
) STRICT, WITHOUT ROWID;

-- What was bought since: one row a request, so that a request sent twice buys once. The audit of purchases.
CREATE TABLE purchase (
	request_id TEXT PRIMARY KEY,
	sku_part TEXT NOT NULL REFERENCES product (sku_part),
	quantity INTEGER NOT NULL CHECK (quantity > 0),
	at INTEGER NOT NULL,
	arrives_at INTEGER NOT NULL                  -- the seats are there from then on
) STRICT, WITHOUT ROWID;

-- People who are named one by one; the rows after them are generated from their number.
CREATE TABLE person (
	row INTEGER PRIMARY KEY,
	object_id TEXT NOT NULL UNIQUE,
	upn TEXT NOT NULL UNIQUE COLLATE NOCASE,
	display_name TEXT NOT NULL,
	given_name TEXT NOT NULL,
	surname TEXT NOT NULL,
	mail TEXT NOT NULL,
	job_title TEXT NOT NULL,
	department TEXT NOT NULL,
	enabled INTEGER NOT NULL DEFAULT 1,
	usage_location TEXT,
	street TEXT NOT NULL,
	city TEXT NOT NULL,
	state TEXT NOT NULL,
	postal_code TEXT NOT NULL,
	country TEXT NOT NULL,
	office TEXT NOT NULL,
	language TEXT NOT NULL
) STRICT;

-- Where generated people sit: a thousand draws are dealt to the sites.
CREATE TABLE site (
	first INTEGER PRIMARY KEY CHECK (first BETWEEN 0 AND 999), -- first and last draw of the site
	last INTEGER NOT NULL CHECK (last BETWEEN first AND 999),
	country TEXT NOT NULL,
	country_name TEXT NOT NULL,
	state TEXT NOT NULL,
	city TEXT NOT NULL,
	street TEXT NOT NULL,
	postal_code TEXT NOT NULL,
	office TEXT NOT NULL,
	language TEXT NOT NULL
) STRICT;

-- The suites of generated people: twenty draws.
CREATE TABLE suite (
	draw INTEGER PRIMARY KEY CHECK (draw BETWEEN 0 AND 19),
	sku_part TEXT NOT NULL REFERENCES product (sku_part)
) STRICT;

-- Names of generated people, by the country of their site; n counts from 0 without a gap. ascii makes the sign-in name.
CREATE TABLE name (
	country TEXT NOT NULL,
	part TEXT NOT NULL CHECK (part IN ('given', 'surname')),
	n INTEGER NOT NULL CHECK (n >= 0),
	text TEXT NOT NULL,
	ascii TEXT NOT NULL CHECK (ascii NOT GLOB '*[^a-z]*'),
	PRIMARY KEY (country, part, n)
) STRICT, WITHOUT ROWID;

-- Departments and titles of generated people.
CREATE TABLE job (
	n INTEGER PRIMARY KEY,
	department TEXT NOT NULL,
	title TEXT NOT NULL
) STRICT;

-- What was changed on a person since.
CREATE TABLE person_location (
	row INTEGER PRIMARY KEY,
	usage_location TEXT NOT NULL
) STRICT;

-- Licences that were given or taken since; a suite that the person began with has no row while it stays.
CREATE TABLE licence (
	row INTEGER NOT NULL,
	sku_part TEXT NOT NULL REFERENCES product (sku_part),
	held INTEGER NOT NULL CHECK (held IN (0, 1)), -- 0: taken away
	at INTEGER NOT NULL,
	effective_at INTEGER NOT NULL,               -- R-017, R-435
	PRIMARY KEY (row, sku_part)
) STRICT, WITHOUT ROWID;
CREATE INDEX licence_sku ON licence (sku_part, held);

-- Where numbers of invention begin, so that a demo rings nobody: ranges that the countries' regulators keep free for
-- film and radio. `digits` of the number after the area code end in the running number.
CREATE TABLE fiction (
	country TEXT NOT NULL,
	area_code TEXT NOT NULL,
	start INTEGER NOT NULL,                      -- the local number of the first
	PRIMARY KEY (country, area_code)
) STRICT, WITHOUT ROWID;
INSERT INTO fiction (country, area_code, start) VALUES
	('GB', '20', 79460000), ('GB', '113', 4960000), ('GB', '114', 4960000), ('GB', '115', 4960000),
	('GB', '116', 4960000), ('GB', '117', 4960000), ('GB', '118', 4960000), ('GB', '121', 4960000),
	('GB', '131', 4960000), ('GB', '141', 4960000), ('GB', '151', 4960000), ('GB', '161', 4960000),
	('GB', '191', 4980000), ('GB', '28', 96496000), ('GB', '29', 20180000),
	('FR', '1', 99000000), ('FR', '2', 61910000), ('FR', '3', 53010000), ('FR', '4', 65710000), ('FR', '5', 36490000),
	('DE', '30', 23125000), ('DE', '40', 66969000), ('DE', '69', 90009000), ('DE', '89', 99998000),
	('AU', '2', 55500000), ('AU', '3', 55500000), ('AU', '7', 55500000), ('AU', '8', 55500000),
	('IE', '1', 2010000), ('SE', '8', 46500000), ('SE', '31', 3900600), ('SE', '40', 6280400);

-- Toll-free codes of the simulated stock.
CREATE TABLE tollfree (
	country TEXT PRIMARY KEY,
	area_code TEXT NOT NULL,
	digits INTEGER NOT NULL,                     -- of a number, after the code
	start INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO tollfree (country, area_code, digits, start) VALUES
	('US', '800', 7, 5550100), ('CA', '855', 7, 5550100), ('PR', '866', 7, 5550100),
	('GB', '800', 7, 4960000), ('FR', '805', 6, 990000), ('DE', '800', 7, 5550100);

-- How many numbers an area has, where the general size (which depends on the city's name) will not do.
CREATE TABLE stock (
	country TEXT NOT NULL,
	city TEXT NOT NULL,
	size INTEGER NOT NULL,
	PRIMARY KEY (country, city)
) STRICT, WITHOUT ROWID;
INSERT INTO stock (country, city, size) VALUES
	('US', 'Bellevue', 7), ('US', 'Redmond', 4), ('US', 'Seattle', 24), ('FR', 'Lyon', 9), ('FR', 'Paris', 12),
	('DE', 'München', 10), ('DE', 'Berlin', 8), ('GB', 'London', 11), ('CA', 'Toronto', 7);

-- Numbers that a search holds. A hold that has run out stays until it is let go or taken over, so that the service can
-- say "expired" instead of "not found".
CREATE TABLE hold (
	e164 TEXT PRIMARY KEY,
	reservation TEXT NOT NULL,
	kind TEXT NOT NULL,
	country TEXT NOT NULL,
	state TEXT NOT NULL,
	city TEXT NOT NULL,
	area_code TEXT NOT NULL,
	until INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX hold_reservation ON hold (reservation);

-- The tenant's numbers. A released one keeps its row, for the audit, with released_at set.
CREATE TABLE number (
	id INTEGER PRIMARY KEY,
	e164 TEXT NOT NULL,
	kind TEXT NOT NULL,
	source TEXT NOT NULL DEFAULT 'plan',
	country TEXT NOT NULL,
	state TEXT NOT NULL,
	city TEXT NOT NULL,
	area_code TEXT NOT NULL,
	request_id TEXT NOT NULL DEFAULT '',         -- that acquired it
	acquired_at INTEGER NOT NULL,
	usable_at INTEGER NOT NULL,                  -- R-224
	blocked_until INTEGER NOT NULL DEFAULT 0,    -- R-276
	released_at INTEGER NOT NULL DEFAULT 0,
	location_id TEXT NOT NULL DEFAULT '',        -- that the number carries (R-231)
	person INTEGER,                              -- row of the person it is assigned to
	person_location_id TEXT NOT NULL DEFAULT '', -- and that person's emergency location
	assigned_at INTEGER NOT NULL DEFAULT 0       -- the assignment holds from then on (R-337)
) STRICT;
CREATE UNIQUE INDEX number_owned ON number (e164) WHERE released_at = 0;
CREATE UNIQUE INDEX number_person ON number (person) WHERE person IS NOT NULL; -- one primary number each (R-339)

-- Every assignment and unassignment, for the audit.
CREATE TABLE assignment_log (
	id INTEGER PRIMARY KEY,
	at INTEGER NOT NULL,
	row INTEGER NOT NULL,                        -- of the person
	e164 TEXT NOT NULL,
	what TEXT NOT NULL CHECK (what IN ('assign', 'unassign'))
) STRICT;

-- Civic addresses as the service keeps them: the text after correction.
CREATE TABLE address (
	civic_id TEXT PRIMARY KEY,
	request_id TEXT NOT NULL,
	description TEXT NOT NULL,
	fields TEXT NOT NULL CHECK (json_valid(fields)),           -- every field by its name
	corrections TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(corrections)),
	country TEXT NOT NULL,
	area_codes TEXT NOT NULL DEFAULT '',         -- of its city, between spaces: " 1 "; '' where the city is not known
	validation TEXT NOT NULL CHECK (validation IN ('Valid', 'Invalid', 'NotValidated')),
	words TEXT NOT NULL DEFAULT '',
	answers_at INTEGER NOT NULL                  -- validation has answered from then on
) STRICT, WITHOUT ROWID;
CREATE INDEX address_request ON address (request_id);

-- Locations: the default one of every address, named '', and the places inside it (R-280).
CREATE TABLE location (
	location_id TEXT PRIMARY KEY,
	civic_id TEXT NOT NULL REFERENCES address (civic_id) ON DELETE CASCADE,
	name TEXT NOT NULL,
	UNIQUE (civic_id, name)
) STRICT, WITHOUT ROWID;

-- Words that validation spells right, by country; folded is what text_fold makes of a word.
CREATE TABLE spelling (
	country TEXT NOT NULL,
	folded TEXT NOT NULL,
	text TEXT NOT NULL,
	PRIMARY KEY (country, folded)
) STRICT, WITHOUT ROWID;
INSERT INTO spelling (country, folded, text) VALUES
	('FR', 'rue', 'Rue'), ('FR', 'avenue', 'Avenue'), ('FR', 'boulevard', 'Boulevard'), ('FR', 'place', 'Place'),
	('FR', 'quai', 'Quai'), ('FR', 'cours', 'Cours'), ('FR', 'impasse', 'Impasse'), ('FR', 'chemin', 'Chemin'),
	('FR', 'republique', 'République'), ('FR', 'liberte', 'Liberté'), ('FR', 'egalite', 'Égalité'),
	('FR', 'eglise', 'Église'), ('FR', 'ecole', 'École'), ('FR', 'ecoles', 'Écoles'), ('FR', 'hotel', 'Hôtel'),
	('FR', 'general', 'Général'), ('FR', 'marechal', 'Maréchal'), ('FR', 'theatre', 'Théâtre'), ('FR', 'elysees', 'Élysées'),
	('FR', 'champs', 'Champs'), ('FR', 'saint', 'Saint'), ('FR', 'turenne', 'Turenne'), ('FR', 'faubourg', 'Faubourg'),
	('DE', 'strasse', 'Straße'), ('DE', 'munchen', 'München'), ('DE', 'konigsallee', 'Königsallee'),
	('DE', 'hauptstrasse', 'Hauptstraße'), ('DE', 'bahnhofstrasse', 'Bahnhofstraße'), ('DE', 'leopoldstrasse', 'Leopoldstraße'),
	('DE', 'friedrichstrasse', 'Friedrichstraße'),
	('US', 'street', 'Street'), ('US', 'avenue', 'Avenue'), ('US', 'ave', 'Ave'), ('US', 'st', 'St'), ('US', 'way', 'Way'),
	('US', 'main', 'Main'), ('US', 'road', 'Road'), ('US', 'ne', 'NE'), ('US', 'nw', 'NW'), ('US', 'se', 'SE'), ('US', 'sw', 'SW'),
	('CA', 'street', 'Street'), ('CA', 'avenue', 'Avenue'), ('CA', 'king', 'King'), ('CA', 'queen', 'Queen'),
	('GB', 'street', 'Street'), ('GB', 'road', 'Road'), ('GB', 'lane', 'Lane'), ('GB', 'high', 'High');

-- What a test asks to prove that nothing was done twice.
CREATE VIEW audit AS
SELECT 'purchase' AS what, sku_part AS object, quantity, at, request_id FROM purchase
UNION ALL SELECT 'acquisition', e164, 1, acquired_at, request_id FROM number
UNION ALL SELECT 'release', e164, 1, released_at, request_id FROM number WHERE released_at > 0
UNION ALL SELECT what, e164, row, at, '' FROM assignment_log;
