-- The store of one profile: what the tenant has (`..._actual`), what the admin wants (`..._wanted`), and the
-- plan, which is the view `change` of the rows where wanted IS NOT actual.
--
--   screens, commands, imports   write   wanted
--   sync and apply               write   actual
--   `..._base`                   is      the actual that stood when the wish was made: where it has moved since,
--                                        the change is a conflict for a person to settle, never an overwrite
--
-- Instants are UTC seconds since 1970, 0 or NULL where there is none yet. Truths are 0 and 1. Countries are ISO
-- 3166-1 alpha-2. Telephone numbers are E.164 with their plus sign. Money is in hundredths (cents) of the
-- organization's currency, a month. application_id and user_version are set by core/store.

-- The organization and the answers that are no row of another table. One row.
CREATE TABLE organization (
	id INTEGER PRIMARY KEY CHECK (id = 1), -- always 1
	name TEXT NOT NULL DEFAULT '',               -- display name
	service TEXT NOT NULL DEFAULT 'demo' CHECK (service IN ('demo', 'graph', 'files')), -- who carries changes out
	tenant TEXT NOT NULL DEFAULT '',             -- the tenant's id, or the demo tenant's name
	country TEXT NOT NULL DEFAULT '' CHECK (country = '' OR country GLOB '[A-Z][A-Z]'), -- of the licences, never of the bill (R-008)
	currency TEXT NOT NULL DEFAULT 'USD' CHECK (currency GLOB '[A-Z][A-Z][A-Z]'),       -- of the prices, ISO 4217
	kind TEXT NOT NULL DEFAULT 'commercial' -- of organization: decides which offers there are (R-056 to R-062)
		CHECK (kind IN ('commercial', 'gcc', 'government', 'education', 'nonprofit', '21vianet')),
	plan TEXT NOT NULL DEFAULT '',               -- SKU part number of the suite that the people have
	carrier TEXT NOT NULL DEFAULT 'microsoft' CHECK (carrier IN ('microsoft', 'own')), -- whose telephone network: Microsoft with Calling Plans, or the own one (R-010)
	bought_from TEXT NOT NULL DEFAULT 'direct' CHECK (bought_from IN ('direct', 'godaddy', 'partner')), -- some sellers do not sell the add-ons (R-052, R-054)
	commitment TEXT NOT NULL DEFAULT 'annual' CHECK (commitment IN ('annual', 'monthly')), -- of the present plan (R-053)
	verified TEXT NOT NULL DEFAULT 'no' CHECK (verified IN ('yes', 'pending', 'no')), -- know-your-customer papers (R-432)
	verified_on INTEGER NOT NULL DEFAULT 0,      -- when that was last said
	calling TEXT NOT NULL DEFAULT 'domestic' CHECK (calling IN ('domestic', 'international', 'payg', 'none')), -- what callers need (R-115 to R-118)
	product TEXT NOT NULL DEFAULT 'bundle' CHECK (product IN ('bundle', 'separate')), -- one licence for both, or Phone System and Calling Plan apart (R-076)
	buy TEXT NOT NULL DEFAULT 'missing' CHECK (buy IN ('missing', 'nothing')), -- buy what people lack, or nothing
	match TEXT NOT NULL DEFAULT 'auto',          -- auto | none | file:NAME.csv
	fallback_place INTEGER REFERENCES place (id) ON DELETE SET NULL, -- for people whom no other place fits
	notify_method TEXT NOT NULL DEFAULT 'files' CHECK (notify_method IN ('files', 'smtp', 'graph', 'none')), -- how letters go out
	notify_folder TEXT NOT NULL DEFAULT 'letters', -- for files: relative to where ringup was started
	notify_language TEXT NOT NULL DEFAULT 'auto', -- auto: each person's own; else a language code
	people_file TEXT NOT NULL DEFAULT '',        -- the export that the people came from, its whole path
	callers TEXT NOT NULL DEFAULT '',            -- the answer that chose the callers: "department:Office", "all", ...
	synced_at INTEGER NOT NULL DEFAULT 0,        -- end of the last complete sync
	saved_at INTEGER NOT NULL DEFAULT 0,         -- last answer
	credits_for TEXT NOT NULL DEFAULT 'none' CHECK (credits_for IN ('none', 'callers', 'all')), -- who gets a Communications Credits licence (R-157)
	conferencing_for TEXT NOT NULL DEFAULT 'none' CHECK (conferencing_for IN ('none', 'callers', 'all', 'marked')) -- who gets an Audio Conferencing licence (R-393)
) STRICT;
INSERT INTO organization (id) VALUES (1);

-- Products that the tenant owns or that the plan needs.
CREATE TABLE subscription (
	sku_id TEXT PRIMARY KEY,                     -- GUID: two SKUs share the part number MCOPSTN5
	sku_part TEXT NOT NULL,                      -- "MCOEV"
	name TEXT NOT NULL DEFAULT '',               -- product name
	capability INTEGER NOT NULL DEFAULT 0,       -- bits of enum capability (core/reference/capability.h), from its service plans; Phone System is 4
	seats_actual INTEGER NOT NULL DEFAULT 0 CHECK (seats_actual >= 0), -- bought and usable (enabled + warning)
	used_actual INTEGER NOT NULL DEFAULT 0 CHECK (used_actual >= 0),   -- assigned
	spare_wanted INTEGER NOT NULL DEFAULT 0 CHECK (spare_wanted >= 0), -- seats wanted beyond what people need
	state TEXT NOT NULL DEFAULT 'Enabled',       -- capabilityStatus as the service spells it
	renews_on INTEGER NOT NULL DEFAULT 0 -- day of renewal
) STRICT, WITHOUT ROWID;

-- What a licence costs, as far as it is known: an admin's own price, else the service's offer, else the shipped fact.
CREATE TABLE offer (
	sku_part TEXT NOT NULL, -- part number: "MCOEV"
	currency TEXT NOT NULL, -- ISO 4217
	cents INTEGER CHECK (cents >= 0),            -- a seat and month; NULL: not known, which is not 0
	as_of TEXT NOT NULL DEFAULT '',              -- "2026-08" or "2026-08-12"; '' for today's offer
	source TEXT NOT NULL DEFAULT '' CHECK (source IN ('', 'demo', 'admin', 'list')), -- who said it: the demo, the admin, the shipped list; empty: the service
	doubt TEXT NOT NULL DEFAULT '',              -- why the price may be wrong
	visible INTEGER NOT NULL DEFAULT 1 CHECK (visible IN (0, 1)), -- the service offers it now (R-003)
	PRIMARY KEY (sku_part, currency)
) STRICT, WITHOUT ROWID;

-- People (and resource accounts) of the directory. Here and in number the words that a column takes are compared one by
-- one: for an IN of three or more SQLite makes a table of its own with each row it writes, a fifth of an import's time.
CREATE TABLE person (
	id INTEGER PRIMARY KEY, -- the store's own
	folded TEXT NOT NULL DEFAULT '',             -- name, upn, department, city, office folded: filters look here only, so it is first
	object_id TEXT UNIQUE,                       -- Entra object id; NULL until known
	upn TEXT NOT NULL UNIQUE COLLATE NOCASE,     -- user principal name
	display_name TEXT NOT NULL DEFAULT '', -- as the directory shows the person
	given_name TEXT NOT NULL DEFAULT '', -- first name, for the letter
	surname TEXT NOT NULL DEFAULT '', -- family name
	mail TEXT NOT NULL DEFAULT '', -- address for the letter
	department TEXT NOT NULL DEFAULT '', -- for the filter, and "department:NAME" of the answers
	job_title TEXT NOT NULL DEFAULT '', -- for information
	office TEXT NOT NULL DEFAULT '',             -- physicalDeliveryOfficeName / officeLocation
	street TEXT NOT NULL DEFAULT '', -- of the directory: where the person works
	city TEXT NOT NULL DEFAULT '', -- likewise, for the match
	state TEXT NOT NULL DEFAULT '', -- likewise
	postal_code TEXT NOT NULL DEFAULT '', -- likewise
	country TEXT NOT NULL DEFAULT '',            -- as the directory has it: a name more often than a code
	language TEXT NOT NULL DEFAULT '',           -- preferredLanguage: "fr-CA"
	phone TEXT NOT NULL DEFAULT '',              -- business phone of the directory, for information
	kind TEXT NOT NULL DEFAULT 'member' CHECK (kind = 'member' OR kind = 'guest' OR kind = 'resource'), -- resource: an account of an auto attendant or a call queue
	enabled INTEGER NOT NULL DEFAULT 1 CHECK (enabled IN (0, 1)), -- may sign in
	mailbox TEXT NOT NULL DEFAULT 'unknown' CHECK (mailbox = 'cloud' OR mailbox = 'onprem' OR mailbox = 'unknown'), -- R-083
	onprem_line TEXT NOT NULL DEFAULT '',        -- msRTCSIP-Line of the local directory (R-331)
	usage_location_wanted TEXT CHECK (usage_location_wanted GLOB '[A-Z][A-Z]'), -- NULL: none
	usage_location_actual TEXT, -- what the tenant has
	usage_location_base TEXT, -- the actual that the wish was made on
	calls INTEGER NOT NULL DEFAULT 0 CHECK (calls IN (0, 1)),   -- wish: calls, or is called from, outside (R-368)
	notify INTEGER NOT NULL DEFAULT 1 CHECK (notify IN (0, 1)), -- wish: gets a letter
	present INTEGER NOT NULL DEFAULT 0 CHECK (present IN (0, 1)), -- the tenant has this person (not only a file)
	voice INTEGER NOT NULL DEFAULT 0 CHECK (voice IN (0, 1)),   -- the phone licences are effective (R-017, R-435)
	device TEXT NOT NULL DEFAULT '' CHECK (device IN ('', 'room', 'panel', 'phone', 'desk')), -- wish: a room or a shared device, no person
	organizes INTEGER NOT NULL DEFAULT 0 CHECK (organizes IN (0, 1)) -- wish: hosts meetings that are dialled into (R-393)
) STRICT;
-- By name as people sort it: without case and accents. folded begins with the name.
CREATE INDEX person_name ON person (substr(folded, 1, 40), id);
CREATE INDEX person_department ON person (department COLLATE NOCASE, substr(folded, 1, 40), id);
CREATE INDEX person_calls ON person (substr(folded, 1, 40), id) WHERE calls = 1;
CREATE INDEX person_calls_department ON person (department COLLATE NOCASE, substr(folded, 1, 40), id) WHERE calls = 1;
-- Those of the callers about whom something is to be said: the wizard counts them after every answer.
CREATE INDEX person_caller ON person (id, notify) WHERE calls = 1;
CREATE INDEX person_caller_nowhere ON person (id) WHERE calls = 1 AND usage_location_wanted IS NULL;
CREATE INDEX person_caller_mailbox ON person (id) WHERE calls = 1 AND mailbox = 'onprem';
CREATE INDEX person_caller_line ON person (id) WHERE calls = 1 AND onprem_line <> '';
CREATE INDEX person_location ON person (id) WHERE usage_location_wanted IS NOT usage_location_actual;
-- The few who get licences beside the callers.
CREATE INDEX person_device ON person (id) WHERE device <> '';
CREATE INDEX person_organizes ON person (id) WHERE organizes = 1;

-- Who holds which product.
CREATE TABLE licence (
	person_id INTEGER NOT NULL REFERENCES person (id) ON DELETE CASCADE, -- who
	sku_id TEXT NOT NULL REFERENCES subscription (sku_id), -- which product
	wanted INTEGER NOT NULL DEFAULT 0 CHECK (wanted IN (0, 1)), -- is to have it
	actual INTEGER NOT NULL DEFAULT 0 CHECK (actual IN (0, 1)), -- has it
	derived INTEGER NOT NULL DEFAULT 0 CHECK (derived IN (0, 1)),   -- the wish follows from the answers, not from a hand
	by_group INTEGER NOT NULL DEFAULT 0 CHECK (by_group IN (0, 1)), -- inherited from a group: cannot be removed from the person
	since INTEGER NOT NULL DEFAULT 0,            -- when the service first showed it, or ringup assigned it
	state TEXT NOT NULL DEFAULT '',              -- the service's word: Active, Error, ...
	PRIMARY KEY (person_id, sku_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX licence_sku ON licence (sku_id, wanted, actual);
CREATE INDEX licence_change ON licence (person_id) WHERE wanted <> actual;
CREATE INDEX licence_derived ON licence (person_id) WHERE derived = 1;

-- Emergency (civic) addresses (R-277, R-284). Their text is what is wanted; a validated one cannot be edited (R-304).
CREATE TABLE address (
	id INTEGER PRIMARY KEY, -- the store's own
	name TEXT NOT NULL UNIQUE CHECK (name <> ''), -- the description, and the id of the answers file: "hq"
	company_name TEXT NOT NULL DEFAULT '', -- R-290
	country TEXT NOT NULL DEFAULT '' CHECK (country = '' OR country GLOB '[A-Z][A-Z]'), -- whose form the address follows
	house_number TEXT NOT NULL DEFAULT '', -- R-291
	house_number_suffix TEXT NOT NULL DEFAULT '', -- 425A: the A
	house_name TEXT NOT NULL DEFAULT '',         -- GB, IE (R-288)
	pre_directional TEXT NOT NULL DEFAULT '', -- 425 NE Smith Ave: the NE
	street_name TEXT NOT NULL DEFAULT '', -- R-293, R-300
	street_suffix TEXT NOT NULL DEFAULT '', -- Avenue, Way
	post_directional TEXT NOT NULL DEFAULT '', -- 500 108th Ave NE: the NE
	city TEXT NOT NULL DEFAULT '', -- R-294
	city_alias TEXT NOT NULL DEFAULT '', -- another name of the city
	state TEXT NOT NULL DEFAULT '',              -- state, province, county, prefecture: the code where there is one
	postal_code TEXT NOT NULL DEFAULT '', -- R-295 and the pattern of the country
	company_tax_id TEXT NOT NULL DEFAULT '', -- some countries ask for it
	latitude TEXT NOT NULL DEFAULT '',           -- decimal degrees, decimal point, as typed
	longitude TEXT NOT NULL DEFAULT '', -- likewise
	elin TEXT NOT NULL DEFAULT '', -- emergency location identification number
	wanted INTEGER NOT NULL DEFAULT 1 CHECK (wanted IN (0, 1)), -- is to exist, validated
	actual TEXT NOT NULL DEFAULT 'None' CHECK (actual IN ('None', 'NotValidated', 'Valid', 'Invalid')), -- R-283
	civic_id TEXT UNIQUE,                        -- the service's CivicAddressId; NULL: not there yet
	message TEXT NOT NULL DEFAULT '',            -- the service's words on the last validation
	checked_at INTEGER NOT NULL DEFAULT 0 -- of the last validation
) STRICT;

-- What validation changed: both texts are kept (R-298), and whether a person took the correction.
CREATE TABLE correction (
	address_id INTEGER NOT NULL REFERENCES address (id) ON DELETE CASCADE, -- whose
	field TEXT NOT NULL,                         -- a column of address
	ours TEXT NOT NULL, -- as it was typed
	theirs TEXT NOT NULL, -- as validation has it
	taken INTEGER CHECK (taken IN (0, 1)),       -- NULL: nobody decided yet
	PRIMARY KEY (address_id, field)
) STRICT, WITHOUT ROWID;

-- Places inside an address (R-278); the one named '' is the address's default location (R-280). What a person or a
-- number gets is a place; location_id is its id at the service.
CREATE TABLE place (
	id INTEGER PRIMARY KEY, -- the store's own
	address_id INTEGER NOT NULL REFERENCES address (id) ON DELETE CASCADE, -- inside which address
	name TEXT NOT NULL DEFAULT '', -- floor, wing, office; '' is the address itself
	wanted INTEGER NOT NULL DEFAULT 1 CHECK (wanted IN (0, 1)), -- is to exist
	actual INTEGER NOT NULL DEFAULT 0 CHECK (actual IN (0, 1)), -- exists
	location_id TEXT UNIQUE, -- the service's id of it
	UNIQUE (address_id, name)
) STRICT;
CREATE TRIGGER address_default_place AFTER INSERT ON address BEGIN
	INSERT OR IGNORE INTO place (address_id, name) VALUES (NEW.id, '');
END;

-- Numbers that are wanted before it is known which: "five in Bellevue" (design: a wish may be open).
CREATE TABLE number_order (
	id INTEGER PRIMARY KEY, -- the store's own
	name TEXT NOT NULL UNIQUE CHECK (name <> ''), -- the id of the answers file: "office"
	kind TEXT NOT NULL DEFAULT 'user' CHECK (kind IN ('user', 'toll', 'tollfree')), -- R-176, R-178
	country TEXT NOT NULL CHECK (country GLOB '[A-Z][A-Z]'), -- where
	state TEXT NOT NULL DEFAULT '', -- where; empty: anywhere
	city TEXT NOT NULL DEFAULT '', -- likewise
	area_code TEXT NOT NULL DEFAULT '', -- likewise
	prefix TEXT NOT NULL DEFAULT '',             -- digits after the plus sign: "1425"
	place_id INTEGER REFERENCES place (id) ON DELETE SET NULL, -- where the country ties a number to its address (R-227)
	quantity_wanted INTEGER NOT NULL CHECK (quantity_wanted BETWEEN 0 AND 100000), -- how many
	quantity_actual INTEGER NOT NULL DEFAULT 0 CHECK (quantity_actual >= 0) -- acquired for it
) STRICT;

-- Numbers: the tenant's, and those that a reservation holds for some minutes (R-219).
CREATE TABLE number (
	-- E.164: a plus sign, at most 15 digits
	e164 TEXT PRIMARY KEY CHECK (e164 GLOB '+[1-9]*' AND substr(e164, 2) NOT GLOB '*[^0-9]*'
		AND length(e164) BETWEEN 7 AND 16),
	kind TEXT NOT NULL DEFAULT 'user' CHECK (kind = 'user' OR kind = 'toll' OR kind = 'tollfree'), -- for people, or for services (R-176, R-178)
	source TEXT NOT NULL DEFAULT 'plan' CHECK (source = 'plan' OR source = 'ported' OR source = 'carrier'), -- ported ones are outside the quota (R-212)
	country TEXT NOT NULL DEFAULT '', -- ISO 3166-1
	state TEXT NOT NULL DEFAULT '', -- of its area
	city TEXT NOT NULL DEFAULT '', -- of its area
	area_code TEXT NOT NULL DEFAULT '', -- without trunk 0
	order_id INTEGER REFERENCES number_order (id) ON DELETE SET NULL, -- the order it fills
	owned_wanted INTEGER NOT NULL DEFAULT 0 CHECK (owned_wanted IN (0, 1)), -- is to be ours
	owned_actual INTEGER NOT NULL DEFAULT 0 CHECK (owned_actual IN (0, 1)), -- is ours
	reservation TEXT NOT NULL DEFAULT '',        -- the service's id of the search that holds it; '' when not held
	held_until INTEGER NOT NULL DEFAULT 0, -- when the reservation ends (R-219)
	activation TEXT NOT NULL DEFAULT '',         -- R-273 as the service spells it: Activated, AssignmentPending, ...
	usable_at INTEGER NOT NULL DEFAULT 0,        -- acquired numbers may need hours before they can be assigned (R-224)
	blocked_until INTEGER NOT NULL DEFAULT 0,    -- R-276; -1: for ever
	place_wanted INTEGER REFERENCES place (id) ON DELETE SET NULL, -- emergency location that the number itself carries (R-231)
	place_actual INTEGER REFERENCES place (id) ON DELETE SET NULL, -- what the service has
	place_base INTEGER, -- the actual that the wish was made on
	used_by TEXT NOT NULL DEFAULT '' -- the service's word for who has it, where that is nobody of person: "conferenceAssigned"; '' nobody
) STRICT, WITHOUT ROWID;
CREATE INDEX number_order_id ON number (order_id) WHERE order_id IS NOT NULL;
CREATE INDEX number_list ON number (reservation, e164); -- held ones, then the others in their order
CREATE INDEX number_change ON number (e164) WHERE owned_wanted <> owned_actual OR place_wanted IS NOT place_actual;

-- Who gets which number and which emergency location. A row exists for everybody who has or wants one.
CREATE TABLE assignment (
	person_id INTEGER PRIMARY KEY REFERENCES person (id) ON DELETE CASCADE, -- who
	number_wanted TEXT UNIQUE REFERENCES number (e164) ON DELETE SET NULL, -- is to have
	number_actual TEXT REFERENCES number (e164) ON DELETE SET NULL, -- has
	number_base TEXT, -- the actual that the wish was made on
	order_wanted INTEGER REFERENCES number_order (id) ON DELETE SET NULL, -- open wish: one of the numbers of this order
	place_wanted INTEGER REFERENCES place (id) ON DELETE SET NULL, -- emergency location that the person is to have
	place_actual INTEGER REFERENCES place (id) ON DELETE SET NULL, -- has
	place_base INTEGER, -- the actual that the wish was made on
	locked INTEGER NOT NULL DEFAULT 0 CHECK (locked IN (0, 1)), -- a person decided: auto-match leaves it alone
	score INTEGER NOT NULL DEFAULT 0,            -- of the match, 0..100
	reason TEXT NOT NULL DEFAULT '',             -- of the match, untranslated N_() text
	CHECK (number_wanted IS NULL OR order_wanted IS NULL)
) STRICT;
CREATE INDEX assignment_number_actual ON assignment (number_actual) WHERE number_actual IS NOT NULL;
CREATE INDEX assignment_change ON assignment (person_id)
	WHERE number_wanted IS NOT number_actual OR order_wanted IS NOT NULL OR place_wanted IS NOT place_actual;

-- What was told to whom: a letter counts for the number and place that it names, so a new number is a new letter.
CREATE TABLE notice (
	person_id INTEGER PRIMARY KEY REFERENCES person (id) ON DELETE CASCADE, -- to whom
	number TEXT NOT NULL, -- that the letter names
	place_id INTEGER REFERENCES place (id) ON DELETE SET NULL, -- that the letter names
	method TEXT NOT NULL,                        -- files | smtp | graph
	language TEXT NOT NULL,                      -- of the letter that was used
	file TEXT NOT NULL DEFAULT '',               -- path of the letter, relative to the folder
	message_id TEXT NOT NULL DEFAULT '',         -- of the mail
	sent_at INTEGER NOT NULL -- when
) STRICT;

-- What a tenant is to have besides people, numbers and addresses, each as a named JSON document (core/tenant/feature.h
-- lists the kinds and their members). A document that is absent is NULL.
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

-- A wish that is made notes the actual it was made on; an actual that moves carries along whoever had no wish.
CREATE TRIGGER person_location_wish AFTER UPDATE OF usage_location_wanted ON person
	WHEN NEW.usage_location_base IS NOT NEW.usage_location_actual BEGIN
	UPDATE person SET usage_location_base = NEW.usage_location_actual WHERE id = NEW.id;
END;
CREATE TRIGGER person_location_moved AFTER UPDATE OF usage_location_actual ON person
	WHEN OLD.usage_location_wanted IS OLD.usage_location_actual
		AND NEW.usage_location_wanted IS NOT NEW.usage_location_actual BEGIN
	UPDATE person SET usage_location_wanted = NEW.usage_location_actual WHERE id = NEW.id;
END;
CREATE TRIGGER assignment_number_wish AFTER UPDATE OF number_wanted, order_wanted ON assignment
	WHEN NEW.number_base IS NOT NEW.number_actual BEGIN
	UPDATE assignment SET number_base = NEW.number_actual WHERE person_id = NEW.person_id;
END;
CREATE TRIGGER assignment_number_moved AFTER UPDATE OF number_actual ON assignment
	WHEN OLD.number_wanted IS OLD.number_actual AND OLD.order_wanted IS NULL
		AND NEW.number_wanted IS NOT NEW.number_actual BEGIN
	-- Not where somebody else is to get the number: that is a conflict for a person to settle.
	UPDATE assignment SET number_wanted = NEW.number_actual WHERE person_id = NEW.person_id
		AND NOT EXISTS (SELECT 1 FROM assignment o WHERE o.number_wanted = NEW.number_actual
			AND o.person_id <> NEW.person_id);
END;
CREATE TRIGGER assignment_place_wish AFTER UPDATE OF place_wanted ON assignment
	WHEN NEW.place_base IS NOT NEW.place_actual BEGIN
	UPDATE assignment SET place_base = NEW.place_actual WHERE person_id = NEW.person_id;
END;
CREATE TRIGGER assignment_place_moved AFTER UPDATE OF place_actual ON assignment
	WHEN OLD.place_wanted IS OLD.place_actual AND NEW.place_wanted IS NOT NEW.place_actual BEGIN
	UPDATE assignment SET place_wanted = NEW.place_actual WHERE person_id = NEW.person_id;
END;
CREATE TRIGGER number_place_wish AFTER UPDATE OF place_wanted ON number
	WHEN NEW.place_base IS NOT NEW.place_actual BEGIN
	UPDATE number SET place_base = NEW.place_actual WHERE e164 = NEW.e164;
END;
CREATE TRIGGER number_place_moved AFTER UPDATE OF place_actual ON number
	WHEN OLD.place_wanted IS OLD.place_actual AND NEW.place_wanted IS NOT NEW.place_actual BEGIN
	UPDATE number SET place_wanted = NEW.place_actual WHERE e164 = NEW.e164;
END;
CREATE TRIGGER feature_wish AFTER UPDATE OF wanted ON feature
	WHEN NEW.base IS NOT NEW.actual BEGIN
	UPDATE feature SET base = NEW.actual WHERE id = NEW.id;
END;
CREATE TRIGGER feature_moved AFTER UPDATE OF actual ON feature
	WHEN OLD.wanted IS OLD.actual AND NEW.wanted IS NOT NEW.actual BEGIN
	UPDATE feature SET wanted = NEW.actual WHERE id = NEW.id;
END;

-- The kinds of change: their rank is the order in which apply takes them, and the way is set by the service.
CREATE TABLE change_kind (
	kind TEXT PRIMARY KEY, -- its name
	rank INTEGER NOT NULL UNIQUE,                -- dependency order: a kind waits for the lower ones it needs
	step TEXT NOT NULL CHECK (step IN ('licences', 'numbers', 'addresses', 'assign', 'notify')), -- of the wizard
	undoable INTEGER NOT NULL CHECK (undoable IN (0, 1)), -- 0: said before it is applied
	way TEXT NOT NULL DEFAULT 'ringup' CHECK (way IN ('ringup', 'script', 'hand')), -- who carries it out: set by the service
	wait TEXT NOT NULL DEFAULT ''                -- constant of the reference that says how long it may take; '' at once
) STRICT, WITHOUT ROWID;
INSERT INTO change_kind (kind, rank, step, undoable, wait) VALUES
	('papers',          5, 'numbers',   0, ''),  -- nothing is sold before they are accepted (R-432)
	('buy_phone',      10, 'licences',  0, ''),  -- Phone System, bundles and suites first: they make the others visible (R-003)
	('buy_plan',       11, 'licences',  0, ''),
	('credits',        15, 'licences',  0, ''),  -- what they build on first (R-156); before toll-free numbers (R-167)
	('usage_location', 20, 'licences',  1, ''),  -- before any licence (R-009)
	('account',        25, 'licences',  1, ''),  -- before its licence (R-389)
	('licence',        30, 'licences',  1, 'licence_official_hours'), -- adds, and removals in the same call (R-005, R-088)
	('address',        40, 'addresses', 1, ''),
	('place',          41, 'addresses', 1, ''),
	('order',          50, 'numbers',   1, ''),  -- search and hold for an open wish; each number is then an acquire
	('acquire',        51, 'numbers',   1, ''),  -- acquire a number that is held
	('usage',          52, 'numbers',   1, ''),  -- of an unassigned number (R-184)
	('port',           53, 'numbers',   0, ''),  -- addresses first (R-266)
	('number_place',   55, 'assign',    1, ''),  -- emergency location of the number itself
	('feature_remove', 58, 'assign',    1, ''),  -- before its account loses the number
	('unassign',       60, 'assign',    1, ''),  -- before the number goes to somebody else (R-340)
	('assign',         61, 'assign',    1, ''),
	('bridge',         62, 'assign',    1, ''),  -- its numbers first (R-404)
	('queue',          63, 'assign',    1, ''),  -- its account and its agents' licences first (R-388)
	('attendant',      64, 'assign',    1, ''),  -- its account and the queues that it names first (R-387)
	('notice',         70, 'notify',    0, ''),
	('unlicence',      80, 'licences',  1, ''),  -- removals alone: they unassign the number (R-088, R-089)
	('release',        81, 'numbers',   0, ''),  -- only unassigned numbers (R-270); somebody else may get it
	('place_remove',   82, 'addresses', 1, ''),  -- only unused ones (R-308)
	('address_remove', 83, 'addresses', 1, ''),
	('account_remove', 84, 'licences',  1, '');  -- only one that serves nothing any more

-- Seats: what people need against what is there. `missing` is what the plan buys.
CREATE VIEW seat AS
SELECT s.sku_id, s.sku_part, s.name, s.capability, s.seats_actual, s.used_actual, s.spare_wanted,
	s.used_actual + coalesce(l.adds, 0) - coalesce(l.removes, 0) + s.spare_wanted AS seats_needed,
	max(0, s.used_actual + coalesce(l.adds, 0) - coalesce(l.removes, 0) + s.spare_wanted - s.seats_actual) AS missing,
	o.cents, o.as_of, o.source, o.doubt, coalesce(o.visible, 0) AS visible
FROM subscription s
LEFT JOIN (SELECT sku_id, sum(wanted > actual) AS adds, sum(wanted < actual) AS removes
	FROM licence WHERE wanted <> actual GROUP BY sku_id) l ON l.sku_id = s.sku_id
LEFT JOIN offer o ON o.sku_part = s.sku_part AND o.currency = (SELECT currency FROM organization);

-- The plan: a row a change. `key` names it for ever ("assign:12"); `cents` is the monthly cost it adds, NULL when it
-- adds a cost that is not known; `conflict` says that the actual moved under the wish.
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

-- One apply, or one undo of an apply.
CREATE TABLE run (
	id INTEGER PRIMARY KEY, -- number of the apply
	started_at INTEGER NOT NULL, -- when
	ended_at INTEGER NOT NULL DEFAULT 0,         -- 0: still running, or killed
	scope TEXT NOT NULL DEFAULT '',              -- '' everything, else a step of change_kind
	undo_of INTEGER REFERENCES run (id),         -- the run whose wishes this one took back
	note TEXT NOT NULL DEFAULT '' -- what it was, in words
) STRICT;

-- What was done to the tenant, change by change. `intent` is committed before anything is asked of the service, `sent`
-- before it is sent; after a crash what was sent is in doubt, and the service is asked what it has before anything is
-- sent again. `done` is one transaction with actual = wanted.
CREATE TABLE journal (
	id INTEGER PRIMARY KEY, -- in the order in which things were done
	run_id INTEGER NOT NULL REFERENCES run (id), -- of which apply
	kind TEXT NOT NULL REFERENCES change_kind (kind), -- of change
	key TEXT NOT NULL,                           -- of the change
	person_id INTEGER, sku_id TEXT, number TEXT, address_id INTEGER, place_id INTEGER, order_id INTEGER, -- what it was done to, by id
	quantity INTEGER NOT NULL DEFAULT 1, -- seats, numbers
	label TEXT NOT NULL DEFAULT '',              -- to what, in words, as it was then: a name or a number
	before TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(before)), -- earlier actual values, for undo
	after TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(after)),   -- what was asked for
	state TEXT NOT NULL CHECK (state IN ('intent', 'sent', 'doubt', 'waiting', 'done', 'failed', 'cancelled')), -- see above
	request_id TEXT NOT NULL UNIQUE,             -- GUID: the same request sent twice is one request
	operation TEXT NOT NULL DEFAULT '',          -- the service's handle while it works on it
	way TEXT NOT NULL DEFAULT 'ringup', -- who did it
	tries INTEGER NOT NULL DEFAULT 0, -- how often it was sent
	intent_at INTEGER NOT NULL, -- when it was decided
	sent_at INTEGER NOT NULL DEFAULT 0, -- when it was sent
	ended_at INTEGER NOT NULL DEFAULT 0, -- when the answer was final
	not_before INTEGER NOT NULL DEFAULT 0,       -- when to ask or try again
	cause TEXT NOT NULL DEFAULT '',              -- our catalogue's word for what went wrong (core/service/cause.h)
	words TEXT NOT NULL DEFAULT '',              -- the service's own words
	feature_id INTEGER                           -- what it was done to, where that is a feature
) STRICT;
CREATE INDEX journal_open ON journal (state, not_before) WHERE state IN ('intent', 'sent', 'doubt', 'waiting');
CREATE INDEX journal_failed ON journal (key, id) WHERE state = 'failed';
CREATE INDEX journal_key ON journal (key, id);
CREATE INDEX journal_run ON journal (run_id);

-- Edits of the plan, for undo and redo: SQLite changesets of the tables that hold wishes.
CREATE TABLE edit (
	id INTEGER PRIMARY KEY, -- in order
	at INTEGER NOT NULL, -- when
	label TEXT NOT NULL,                         -- what was done, in words
	changeset BLOB NOT NULL, -- SQLite's session format
	undone INTEGER NOT NULL DEFAULT 0 CHECK (undone IN (0, 1)) -- taken back: can be done again
) STRICT;

-- The screens' own memory: where the admin stopped.
CREATE TABLE memory (
	name TEXT PRIMARY KEY, -- of what is remembered: "step"
	value TEXT NOT NULL -- as text
) STRICT, WITHOUT ROWID;

-- How far the reading of the tenant has come, a row a kind of page, so that another process goes on where one was
-- stopped (core/tenant/reading.h). What a change has done since does not stand on pages that were read before, so the
-- first one that is done ends what could go on.
CREATE TABLE reading (
	page TEXT PRIMARY KEY, -- kind of page: "people"
	begun_at INTEGER NOT NULL DEFAULT 0, -- when the sync under way began; 0: none that can go on
	read INTEGER NOT NULL DEFAULT 0 CHECK (read IN (0, 1)), -- to its end
	partial INTEGER NOT NULL DEFAULT 0 CHECK (partial IN (0, 1)), -- it brings only what changed
	goes_on TEXT NOT NULL DEFAULT '', -- the service's handle of the next page; '' the first
	entries INTEGER NOT NULL DEFAULT 0, -- on the pages so far
	delta TEXT NOT NULL DEFAULT '', -- handle with which the next sync brings only what changed; '' none
	delta_at INTEGER NOT NULL DEFAULT 0, -- when the service gave it
	delta_next TEXT NOT NULL DEFAULT '' -- that of the sync under way: counts when it has ended
) STRICT, WITHOUT ROWID;
CREATE TRIGGER journal_done_reading AFTER UPDATE OF state ON journal WHEN NEW.state = 'done' BEGIN
	UPDATE reading SET begun_at = 0 WHERE begun_at <> 0;
END;

-- What the sync under way has seen: at its end the others are gone.
CREATE TABLE seen (
	noun TEXT NOT NULL, -- "person", "number", ...
	key ANY NOT NULL, -- of its table
	PRIMARY KEY (noun, key)
) STRICT, WITHOUT ROWID;
