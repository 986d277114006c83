-- The facts: what Microsoft documents, what countries ask, what licences give and cost. Read-only.
--
-- Each table is filled from the file data/TABLE.csv of the same name when the program is built, in
-- the order below; the header of the file names the columns. An empty field is NULL where a column
-- may be NULL, else ''. A row that breaks a CHECK, a foreign key or a trigger stops the build with
-- its file and line. The result travels inside the program; other rooms' SQL reads it as schema
-- `ref` (core/reference/reference.h), for example
--
--     SELECT p.name, p.capability FROM ref.sku_plans AS s JOIN ref.service_plans AS p ON p.name = s.service_plan
--      WHERE s.sku_id = :sku_id;
--     SELECT bits FROM ref.sku_bits WHERE sku_id = :sku_id;
--
-- Every row says where it comes from (source) and of when that is (as_of: YYYY-MM or YYYY-MM-DD);
-- where sources differ the later one is followed and doubt says so (date(..., '+0 days') turns
-- 2026-02-30 into March, so that it is refused). Countries are ISO 3166-1
-- alpha-2. Codes are text: "01" is not 1. Yes and no are words, because "unknown" is a third.

-- Every country code there is, so that a person's usage location has a name wherever it is.
CREATE TABLE iso_countries (
	code TEXT PRIMARY KEY CHECK (code GLOB '[A-Z][A-Z]'),
	name TEXT NOT NULL UNIQUE CHECK (name <> ''), -- English
	status TEXT NOT NULL CHECK (status IN ('assigned', 'withdrawn')),
	source TEXT NOT NULL CHECK (source <> ''),       -- the document, or what else says so
	as_of TEXT NOT NULL CHECK (length(as_of) IN (7, 10)
		AND date(substr(as_of || '-01', 1, 10), '+0 days') IS substr(as_of || '-01', 1, 10)),
	doubt TEXT NOT NULL DEFAULT ''               -- what conflicts, or why it may be wrong
) STRICT, WITHOUT ROWID;

-- The rules of the domain, R-001 to R-436, for help and for the "why" of a refusal.
CREATE TABLE rules (
	number INTEGER PRIMARY KEY CHECK (number BETWEEN 1 AND 999),
	section TEXT NOT NULL CHECK (section <> ''), -- a title: "Quotas"
	text TEXT NOT NULL CHECK (length(text) > 10), -- English sentences
	source TEXT NOT NULL CHECK (source <> ''),       -- the document, or what else says so
	as_of TEXT NOT NULL CHECK (length(as_of) IN (7, 10)
		AND date(substr(as_of || '-01', 1, 10), '+0 days') IS substr(as_of || '-01', 1, 10))
) STRICT;

-- How ringup uses each rule; tests/unit/rules-states.c holds every row to its word. The file's own rows are plain:
--
--     219,decided,core/rules/reservation.c:reservation_state,tests/unit/rules-times.c:TEST,
--     112,shown,topic:service,,
--     14,not_applicable,,,The menu of a web page of 2018 that is gone.
--
-- decided: the function of "FILE:FUNCTION" follows it, and the test of "FILE:TEST" (or the whole tests/screens/NAME.keys or
-- tests/commands/NAME.sh) proves so and cites it: "R-219" stands in the test, or in a table or function of its file that
-- it uses. shown: a reader meets it where `where` says: topic:ID (a line of its sheet carries the rule), field:VIEW.FIELD
-- action:VIEW.KEY or question:TOPIC.ID (their .rule), verdict:TABLE (core/rules/verdict.c), data:TABLE (a row's column rule),
-- letter:LANGUAGE (the text cites it); this is proven by looking, and proof may name a test besides. open: nobody said yet.
CREATE TABLE rule_states (
	number INTEGER PRIMARY KEY REFERENCES rules (number),
	state TEXT NOT NULL CHECK (state IN ('decided', 'shown', 'not_applicable', 'open')),
	"where" TEXT NOT NULL CHECK (CASE state WHEN 'decided' THEN "where" GLOB '?*/?*.?*:?*'
		WHEN 'shown' THEN "where" GLOB 'topic:?*' OR "where" GLOB 'field:?*.?*' OR "where" GLOB 'action:?*.?*'
			OR "where" GLOB 'question:?*.?*' OR "where" GLOB 'verdict:?*' OR "where" GLOB 'data:?*' OR "where" GLOB 'letter:?*'
		ELSE "where" = '' END),
	proof TEXT NOT NULL CHECK (CASE state WHEN 'decided' THEN proof GLOB 'tests/?*' WHEN 'shown' THEN 1 ELSE proof = '' END),
	reason TEXT NOT NULL CHECK (CASE state WHEN 'not_applicable' THEN length(CAST(reason AS BLOB)) BETWEEN 11 AND 300
		ELSE reason = '' END)                        -- a sentence
) STRICT;

-- Where sources disagree (R-409 to R-431): both values, and the one that ringup follows. A test reads what the program
-- really uses (tests/unit/rules-conflicts.c).
CREATE TABLE conflicts (
	rule INTEGER PRIMARY KEY REFERENCES rules (number),
	topic TEXT NOT NULL UNIQUE CHECK (topic <> ''),  -- "How long a search holds numbers"
	older TEXT NOT NULL CHECK (older GLOB '?*.'),    -- a sentence: "10 minutes."
	older_source TEXT NOT NULL CHECK (older_source <> ''), -- with its date
	later TEXT NOT NULL CHECK (later GLOB '?*.' AND later <> older),
	later_source TEXT NOT NULL CHECK (later_source <> ''),
	followed TEXT NOT NULL CHECK (followed IN ('older', 'later', 'both')),
	value TEXT NOT NULL CHECK (value GLOB '?*.'),    -- what ringup does, in a sentence
	place TEXT NOT NULL CHECK (place <> ''),         -- where it is set or seen: "data/constants.csv, row reservation_seconds"
	as_of TEXT NOT NULL CHECK (length(as_of) IN (7, 10)
		AND date(substr(as_of || '-01', 1, 10), '+0 days') IS substr(as_of || '-01', 1, 10))
) STRICT;

-- Cmdlets by what they are for: those of the documents of 2017, and those of the reference (R-347 to R-357).
CREATE TABLE cmdlets (
	rule INTEGER PRIMARY KEY REFERENCES rules (number),
	purpose TEXT NOT NULL UNIQUE CHECK (purpose <> ''),
	older TEXT NOT NULL,                             -- '': none is named
	present TEXT NOT NULL,                           -- '': there is none
	parameters TEXT NOT NULL,                        -- of the present one
	note TEXT NOT NULL,                              -- a sentence; '': none
	source TEXT NOT NULL CHECK (source <> ''),       -- the document, or what else says so
	as_of TEXT NOT NULL CHECK (length(as_of) IN (7, 10)
		AND date(substr(as_of || '-01', 1, 10), '+0 days') IS substr(as_of || '-01', 1, 10)),
	CHECK (older <> '' OR present <> '')
) STRICT;

-- The 114 countries and regions of Microsoft's availability pages: what can be had there.
CREATE TABLE countries (
	code TEXT PRIMARY KEY REFERENCES iso_countries (code),
	name TEXT NOT NULL UNIQUE CHECK (name <> ''),    -- English
	name_fr TEXT NOT NULL UNIQUE CHECK (name_fr <> ''),
	calling_code TEXT NOT NULL                       -- E.164, digits without +
		CHECK (calling_code GLOB '[1-9]*' AND calling_code NOT GLOB '*[^0-9]*' AND length(calling_code) <= 3),
	currency TEXT NOT NULL CHECK (currency GLOB '[A-Z][A-Z][A-Z]'), -- ISO 4217
	audio_conferencing TEXT NOT NULL CHECK (audio_conferencing IN ('yes', 'no')), -- sold
	conferencing_auto_numbers TEXT NOT NULL CHECK (conferencing_auto_numbers IN ('yes', 'no')), -- come by themselves
	call_me TEXT NOT NULL CHECK (call_me IN ('yes', 'credits')), -- dial-out from meetings; credits: R-397
	phone_system TEXT NOT NULL CHECK (phone_system IN ('yes', 'no')),
	auto_attendants TEXT NOT NULL CHECK (auto_attendants IN ('yes', 'no')),
	call_queues TEXT NOT NULL CHECK (call_queues IN ('yes', 'no')),
	voicemail TEXT NOT NULL CHECK (voicemail IN ('yes', 'no')),
	calling_plans TEXT NOT NULL CHECK (calling_plans IN ('yes', 'no')), -- from whomever
	seller TEXT NOT NULL CHECK (seller IN ('microsoft', 'telstra', 'softbank', 'none')), -- of Calling Plans (R-129)
	destinations INTEGER CHECK (destinations >= 0),  -- of international calls; NULL: not known
	premium_numbers TEXT NOT NULL CHECK (premium_numbers IN ('yes', 'no', 'credits', 'unknown')), -- R-134
	toll_numbers TEXT NOT NULL CHECK (toll_numbers IN ('yes', 'no')),           -- service numbers
	toll_free_numbers TEXT NOT NULL CHECK (toll_free_numbers IN ('yes', 'no')), -- service numbers
	credits TEXT NOT NULL CHECK (credits IN ('yes', 'no')),                     -- Communications Credits
	payg TEXT NOT NULL CHECK (payg IN ('zone_1', 'zone_2', 'zone_1_elsewhere', 'own', 'none', 'unknown')), -- R-119 to R-121; elsewhere: not sold there, may be used there
	numbers_by TEXT NOT NULL CHECK (numbers_by IN ('portal', 'form', 'partner', 'none')), -- new user numbers (R-235 to R-251)
	civic_address TEXT NOT NULL CHECK (civic_address IN ('yes', 'no', 'unknown')), -- needed before a number is had (R-228); unknown counts as yes (R-229)
	area_code_must_match TEXT NOT NULL CHECK (area_code_must_match IN ('yes', 'no')), -- address and number (R-232)
	page TEXT NOT NULL CHECK (page <> ''),           -- file of the availability page
	page_version TEXT NOT NULL CHECK (page_version <> ''), -- the commit in which it was read
	source TEXT NOT NULL CHECK (source <> ''),       -- the document, or what else says so
	as_of TEXT NOT NULL CHECK (length(as_of) IN (7, 10)
		AND date(substr(as_of || '-01', 1, 10), '+0 days') IS substr(as_of || '-01', 1, 10)),
	doubt TEXT NOT NULL DEFAULT '',              -- what conflicts, or why it may be wrong
	CHECK ((seller = 'none') = (calling_plans = 'no')),
	CHECK (seller = 'none' OR numbers_by <> 'none')
) STRICT, WITHOUT ROWID;

-- What a country's page says beside that. A key may have several values.
CREATE TABLE country_notes (
	country TEXT NOT NULL REFERENCES countries (code),
	key TEXT NOT NULL CHECK (key <> '' AND key NOT GLOB '*[^a-z_]*'), -- "domestic_includes"
	value TEXT NOT NULL CHECK (value <> ''),         -- "PR"
	source TEXT NOT NULL CHECK (source <> ''),       -- the document, or what else says so
	as_of TEXT NOT NULL CHECK (length(as_of) IN (7, 10)
		AND date(substr(as_of || '-01', 1, 10), '+0 days') IS substr(as_of || '-01', 1, 10)),
	doubt TEXT NOT NULL DEFAULT '',              -- what conflicts, or why it may be wrong
	PRIMARY KEY (country, key, value)
) STRICT, WITHOUT ROWID;

-- States, provinces, counties: of addresses (a complete list), or only to group areas.
CREATE TABLE subdivisions (
	country TEXT NOT NULL REFERENCES iso_countries (code),
	code TEXT NOT NULL CHECK (length(code) BETWEEN 1 AND 3 AND code NOT GLOB '*[^A-Z0-9]*'), -- ISO 3166-2 after the hyphen
	name TEXT NOT NULL CHECK (name <> ''),
	in_address TEXT NOT NULL CHECK (in_address IN ('yes', 'no')), -- yes: addresses name one, and all are here
	source TEXT NOT NULL CHECK (source <> ''),       -- the document, or what else says so
	as_of TEXT NOT NULL CHECK (length(as_of) IN (7, 10)
		AND date(substr(as_of || '-01', 1, 10), '+0 days') IS substr(as_of || '-01', 1, 10)),
	doubt TEXT NOT NULL DEFAULT '',              -- what conflicts, or why it may be wrong
	PRIMARY KEY (country, code),
	UNIQUE (country, name)
) STRICT, WITHOUT ROWID;

-- Where a country lies, as boxes of degrees, so that coordinates can be told to be elsewhere. Rows without a postal code
-- are the country's parts; the others say where an area of its postal codes lies. All are generous: what lies outside is
-- likely wrong, what lies inside need not be right.
CREATE TABLE country_boxes (
	id INTEGER PRIMARY KEY,                      -- the order of the file
	country TEXT NOT NULL REFERENCES countries (code),
	area TEXT NOT NULL CHECK (area <> ''),       -- English: "Washington", "Canary Islands"
	state TEXT,                                  -- that the area is, NULL: none
	postal_from TEXT,                            -- first and last beginning of its postal codes: "980", "994"
	postal_to TEXT,
	south REAL NOT NULL CHECK (south BETWEEN -90 AND 90),
	west REAL NOT NULL CHECK (west BETWEEN -180 AND 180), -- one that crosses 180 degrees is two rows
	north REAL NOT NULL CHECK (north BETWEEN south AND 90),
	east REAL NOT NULL CHECK (east BETWEEN west AND 180),
	source TEXT NOT NULL CHECK (source <> ''),       -- the document, or what else says so
	as_of TEXT NOT NULL CHECK (length(as_of) IN (7, 10)
		AND date(substr(as_of || '-01', 1, 10), '+0 days') IS substr(as_of || '-01', 1, 10)),
	doubt TEXT NOT NULL DEFAULT '',              -- what conflicts, or why it may be wrong
	FOREIGN KEY (country, state) REFERENCES subdivisions (country, code),
	CHECK ((postal_from IS NULL) = (postal_to IS NULL)),
	CHECK (postal_to >= postal_from AND length(postal_to) = length(postal_from))
) STRICT;
CREATE INDEX country_boxes_country ON country_boxes (country);

-- Cities and their area codes.
CREATE TABLE areas (
	id INTEGER PRIMARY KEY,                          -- the order of the file; not part of the facts
	country TEXT NOT NULL REFERENCES countries (code),
	state TEXT,                                      -- NULL: not named
	city TEXT NOT NULL,                              -- '' for a national number
	area_code TEXT NOT NULL                          -- without trunk prefix, but Italy's zero belongs to it
		CHECK (area_code NOT GLOB '*[^0-9]*' AND length(area_code) BETWEEN 1 AND 5),
	digits_after INTEGER NOT NULL CHECK (digits_after BETWEEN 5 AND 9), -- of the subscriber's number
	kind TEXT NOT NULL CHECK (kind IN ('geographic', 'national')),      -- national: of no city (R-179)
	source TEXT NOT NULL CHECK (source <> ''),       -- the document, or what else says so
	as_of TEXT NOT NULL CHECK (length(as_of) IN (7, 10)
		AND date(substr(as_of || '-01', 1, 10), '+0 days') IS substr(as_of || '-01', 1, 10)),
	doubt TEXT NOT NULL DEFAULT '',              -- what conflicts, or why it may be wrong
	FOREIGN KEY (country, state) REFERENCES subdivisions (country, code),
	CHECK ((kind = 'national') = (city = '')),
	CHECK (length(area_code) + digits_after <= 13)   -- E.164: 15 digits with the country's
) STRICT;
CREATE UNIQUE INDEX areas_place ON areas (country, coalesce(state, ''), city, area_code);
CREATE INDEX areas_code ON areas (country, area_code);

-- Other names of cities: English ones, and those of the service pages.
CREATE TABLE city_names (
	country TEXT NOT NULL REFERENCES countries (code),
	name TEXT NOT NULL CHECK (name <> ''),           -- "Munich"
	city TEXT NOT NULL,                              -- areas.city: "München"
	source TEXT NOT NULL CHECK (source <> ''),       -- the document, or what else says so
	as_of TEXT NOT NULL CHECK (length(as_of) IN (7, 10)
		AND date(substr(as_of || '-01', 1, 10), '+0 days') IS substr(as_of || '-01', 1, 10)),
	doubt TEXT NOT NULL DEFAULT '',              -- what conflicts, or why it may be wrong
	PRIMARY KEY (country, name),
	CHECK (name <> city)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER city_names_city BEFORE INSERT ON city_names
WHEN NOT EXISTS (SELECT 1 FROM areas WHERE country = NEW.country AND city = NEW.city)
BEGIN SELECT RAISE(ABORT, 'the city is not in areas.csv'); END;

-- Cities with service (toll) numbers of their own (R-253).
CREATE TABLE service_cities (
	country TEXT NOT NULL REFERENCES countries (code),
	state TEXT,                                      -- of the US only
	city TEXT NOT NULL CHECK (city <> ''),           -- English
	source TEXT NOT NULL CHECK (source <> ''),       -- the document, or what else says so
	as_of TEXT NOT NULL CHECK (length(as_of) IN (7, 10)
		AND date(substr(as_of || '-01', 1, 10), '+0 days') IS substr(as_of || '-01', 1, 10)),
	doubt TEXT NOT NULL DEFAULT '',              -- what conflicts, or why it may be wrong
	FOREIGN KEY (country, state) REFERENCES subdivisions (country, code)
) STRICT;
CREATE UNIQUE INDEX service_cities_place ON service_cities (country, coalesce(state, ''), city);

-- Cities whose conferencing numbers come by themselves (R-396).
CREATE TABLE conferencing_cities (
	country TEXT NOT NULL REFERENCES countries (code),
	city TEXT NOT NULL CHECK (city <> ''),           -- English
	source TEXT NOT NULL CHECK (source <> ''),       -- the document, or what else says so
	as_of TEXT NOT NULL CHECK (length(as_of) IN (7, 10)
		AND date(substr(as_of || '-01', 1, 10), '+0 days') IS substr(as_of || '-01', 1, 10)),
	doubt TEXT NOT NULL DEFAULT '',              -- what conflicts, or why it may be wrong
	PRIMARY KEY (country, city)
) STRICT, WITHOUT ROWID;

-- Countries to which conferencing dial-out is included (R-398, R-399).
CREATE TABLE conferencing_zone_a (
	country TEXT PRIMARY KEY REFERENCES countries (code),
	source TEXT NOT NULL CHECK (source <> ''),       -- the document, or what else says so
	as_of TEXT NOT NULL CHECK (length(as_of) IN (7, 10)
		AND date(substr(as_of || '-01', 1, 10), '+0 days') IS substr(as_of || '-01', 1, 10)),
	doubt TEXT NOT NULL DEFAULT ''               -- what conflicts, or why it may be wrong
) STRICT, WITHOUT ROWID;

-- Where international plans call to: 198 lines of a list whose headline says 196 (R-423).
CREATE TABLE destinations (
	country TEXT PRIMARY KEY REFERENCES iso_countries (code),
	name TEXT NOT NULL UNIQUE CHECK (name <> ''),    -- as the list has it
	source TEXT NOT NULL CHECK (source <> ''),       -- the document, or what else says so
	as_of TEXT NOT NULL CHECK (length(as_of) IN (7, 10)
		AND date(substr(as_of || '-01', 1, 10), '+0 days') IS substr(as_of || '-01', 1, 10)),
	doubt TEXT NOT NULL DEFAULT ''               -- what conflicts, or why it may be wrong
) STRICT, WITHOUT ROWID;

-- Minutes that one licence of a plan gives a month (R-122 to R-129). AU and JP have none here:
-- Telstra and SoftBank set theirs.
CREATE TABLE minutes (
	country TEXT NOT NULL REFERENCES countries (code), -- of the usage location (R-008)
	plan TEXT NOT NULL CHECK (plan IN ('domestic', 'domestic_120', 'domestic_240', 'domestic_120_user', 'international', 'payg')),
	domestic INTEGER NOT NULL CHECK (domestic >= 0),
	international INTEGER NOT NULL CHECK (international >= 0),
	pooled TEXT NOT NULL CHECK (pooled IN ('yes', 'no')),   -- with the same plan in the same country (R-136)
	offered TEXT NOT NULL CHECK (offered IN ('yes', 'no')), -- no: known, but off by default
	rule INTEGER NOT NULL REFERENCES rules (number),
	source TEXT NOT NULL CHECK (source <> ''),       -- the document, or what else says so
	as_of TEXT NOT NULL CHECK (length(as_of) IN (7, 10)
		AND date(substr(as_of || '-01', 1, 10), '+0 days') IS substr(as_of || '-01', 1, 10)),
	doubt TEXT NOT NULL DEFAULT '',              -- what conflicts, or why it may be wrong
	PRIMARY KEY (country, plan),
	CHECK (plan <> 'payg' OR domestic + international = 0), -- R-118
	CHECK (plan = 'payg' OR domestic > 0),
	CHECK (plan = 'international' OR international = 0)
) STRICT, WITHOUT ROWID;

-- What a licence can let a person do, with its bit in enum capability (core/reference/capability.h).
CREATE TABLE capabilities (
	name TEXT PRIMARY KEY CHECK (name <> ''),
	bit INTEGER NOT NULL UNIQUE CHECK (bit > 0 AND bit & (bit - 1) = 0),
	implies TEXT REFERENCES capabilities (name)      -- NULL: nothing else
) STRICT, WITHOUT ROWID;

-- The parts that products are made of. A product's name says little, its service plans say what it gives.
CREATE TABLE service_plans (
	name TEXT PRIMARY KEY COLLATE NOCASE CHECK (name <> ''),
	capability TEXT REFERENCES capabilities (name),  -- NULL: none of phones; MCOEV_VIRTUALUSER is no Phone System, MCOPSTNC no Calling Plan
	minutes_plan TEXT CHECK (minutes_plan IN ('domestic', 'domestic_120', 'domestic_240', 'domestic_120_user',
		'international', 'payg')),                   -- minutes.plan; NULL: it gives no minutes that we know
	source TEXT NOT NULL CHECK (source <> ''),       -- the document, or what else says so
	as_of TEXT NOT NULL CHECK (length(as_of) IN (7, 10)
		AND date(substr(as_of || '-01', 1, 10), '+0 days') IS substr(as_of || '-01', 1, 10)),
	doubt TEXT NOT NULL DEFAULT ''               -- what conflicts, or why it may be wrong
) STRICT, WITHOUT ROWID;

-- Service plans by the ids with which Graph names those of a person.
CREATE TABLE service_plan_ids (
	plan_id TEXT PRIMARY KEY CHECK (plan_id GLOB '????????-????-????-????-????????????' AND plan_id NOT GLOB '*[^0-9a-f-]*'), -- GUID in lower case
	service_plan TEXT NOT NULL COLLATE NOCASE REFERENCES service_plans (name),
	source TEXT NOT NULL CHECK (source <> ''),       -- the document, or what else says so
	as_of TEXT NOT NULL CHECK (length(as_of) IN (7, 10)
		AND date(substr(as_of || '-01', 1, 10), '+0 days') IS substr(as_of || '-01', 1, 10))
) STRICT, WITHOUT ROWID;

-- Words of featureTypes of a person's Teams configuration that show that a licence has become effective. The list is
-- not closed: a spelling that a tenant shows is added here.
CREATE TABLE voice_features (
	name TEXT PRIMARY KEY COLLATE NOCASE CHECK (name <> ''),
	gives TEXT NOT NULL CHECK (gives IN ('phone', 'plan')), -- Phone System, or a Calling Plan
	source TEXT NOT NULL CHECK (source <> ''),       -- the document, or what else says so
	as_of TEXT NOT NULL CHECK (length(as_of) IN (7, 10)
		AND date(substr(as_of || '-01', 1, 10), '+0 days') IS substr(as_of || '-01', 1, 10)),
	doubt TEXT NOT NULL DEFAULT ''               -- what conflicts, or why it may be wrong
) STRICT, WITHOUT ROWID;

-- Beginnings of toll-free numbers: a service number that begins otherwise is a toll number (R-178).
CREATE TABLE toll_free (
	prefix TEXT PRIMARY KEY CHECK (prefix GLOB '[1-9]*' AND prefix NOT GLOB '*[^0-9]*' AND length(prefix) <= 7), -- E.164, digits without +
	country TEXT REFERENCES countries (code),        -- NULL: of no country
	source TEXT NOT NULL CHECK (source <> ''),       -- the document, or what else says so
	as_of TEXT NOT NULL CHECK (length(as_of) IN (7, 10)
		AND date(substr(as_of || '-01', 1, 10), '+0 days') IS substr(as_of || '-01', 1, 10))
) STRICT, WITHOUT ROWID;

-- Products. The key is the id: two products share the part number MCOPSTN5.
CREATE TABLE skus (
	sku_id TEXT PRIMARY KEY CHECK (sku_id = part_number OR
		(sku_id GLOB '????????-????-????-????-????????????' AND sku_id NOT GLOB '*[^0-9a-f-]*')), -- GUID in lower case; the part number where the id is not known
	part_number TEXT NOT NULL COLLATE NOCASE CHECK (part_number <> ''), -- skuPartNumber of Graph; may hold spaces
	name TEXT NOT NULL CHECK (name <> ''),           -- as it is called today
	listed_name TEXT NOT NULL CHECK (listed_name <> ''), -- as Microsoft's licence list has it: sometimes an old name (R-091)
	category TEXT NOT NULL CHECK (category IN ('phone_system', 'calling_plan_bundle', 'calling_plan_domestic',
		'calling_plan_international', 'calling_plan_payg', 'communications_credits', 'resource_account',
		'audio_conferencing', 'base_plan', 'exchange', 'teams_rooms', 'other')),
	audience TEXT NOT NULL CHECK (audience IN ('commercial', 'education', 'nonprofit', 'gcc', 'gcchigh', 'dod', 'telstra')),
	on_sale TEXT NOT NULL CHECK (on_sale IN ('yes', 'no', 'unknown')),
	source TEXT NOT NULL CHECK (source <> ''),       -- the document, or what else says so
	as_of TEXT NOT NULL CHECK (length(as_of) IN (7, 10)
		AND date(substr(as_of || '-01', 1, 10), '+0 days') IS substr(as_of || '-01', 1, 10)),
	doubt TEXT NOT NULL DEFAULT ''               -- what conflicts, or why it may be wrong
) STRICT, WITHOUT ROWID;
CREATE INDEX skus_part ON skus (part_number);

-- Which service plans a product contains.
CREATE TABLE sku_plans (
	sku_id TEXT NOT NULL REFERENCES skus (sku_id),
	service_plan TEXT NOT NULL COLLATE NOCASE REFERENCES service_plans (name),
	source TEXT NOT NULL CHECK (source <> ''),       -- the document, or what else says so
	as_of TEXT NOT NULL CHECK (length(as_of) IN (7, 10)
		AND date(substr(as_of || '-01', 1, 10), '+0 days') IS substr(as_of || '-01', 1, 10)),
	PRIMARY KEY (sku_id, service_plan)
) STRICT, WITHOUT ROWID;

-- Part numbers of older documents, and the one to write instead.
CREATE TABLE sku_aliases (
	alias TEXT PRIMARY KEY COLLATE NOCASE CHECK (alias <> ''),
	part_number TEXT NOT NULL COLLATE NOCASE CHECK (part_number <> alias), -- skus.part_number
	source TEXT NOT NULL CHECK (source <> ''),       -- the document, or what else says so
	as_of TEXT NOT NULL CHECK (length(as_of) IN (7, 10)
		AND date(substr(as_of || '-01', 1, 10), '+0 days') IS substr(as_of || '-01', 1, 10)),
	doubt TEXT NOT NULL DEFAULT ''               -- what conflicts, or why it may be wrong
) STRICT, WITHOUT ROWID;
CREATE TRIGGER sku_aliases_part BEFORE INSERT ON sku_aliases
WHEN NOT EXISTS (SELECT 1 FROM skus WHERE part_number = NEW.part_number)
BEGIN SELECT RAISE(ABORT, 'the part number is not in skus.csv'); END;

-- List prices. An old one is shown with its age, an unknown one (NULL) as unknown, never as 0.
CREATE TABLE prices (
	part_number TEXT NOT NULL COLLATE NOCASE,        -- skus.part_number
	currency TEXT NOT NULL CHECK (currency GLOB '[A-Z][A-Z][A-Z]'), -- ISO 4217
	cents INTEGER CHECK (cents >= 0),                -- of one licence and month; NULL: not known
	source TEXT NOT NULL CHECK (source <> ''),       -- the document, or what else says so
	as_of TEXT NOT NULL CHECK (length(as_of) IN (7, 10)
		AND date(substr(as_of || '-01', 1, 10), '+0 days') IS substr(as_of || '-01', 1, 10)),
	doubt TEXT NOT NULL DEFAULT '',              -- what conflicts, or why it may be wrong
	PRIMARY KEY (part_number, currency),
	CHECK (cents IS NOT NULL OR doubt <> '')         -- what is not known says why
) STRICT, WITHOUT ROWID;
CREATE TRIGGER prices_part BEFORE INSERT ON prices
WHEN NOT EXISTS (SELECT 1 FROM skus WHERE part_number = NEW.part_number)
BEGIN SELECT RAISE(ABORT, 'the part number is not in skus.csv'); END;

-- What the simulated service asks. Invented for the demo; never mixed with the prices above.
CREATE TABLE demo_offers (
	part_number TEXT NOT NULL COLLATE NOCASE,        -- skus.part_number
	currency TEXT NOT NULL CHECK (currency GLOB '[A-Z][A-Z][A-Z]'),
	cents INTEGER NOT NULL CHECK (cents >= 0),       -- of one licence and month
	term TEXT NOT NULL CHECK (term IN ('P1M', 'P1Y')), -- commitment: a month, a year
	source TEXT NOT NULL CHECK (source = 'demo price'),
	as_of TEXT NOT NULL CHECK (date(as_of || '-01') IS as_of || '-01'),
	PRIMARY KEY (part_number, currency)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER demo_offers_part BEFORE INSERT ON demo_offers
WHEN NOT EXISTS (SELECT 1 FROM skus WHERE part_number = NEW.part_number)
BEGIN SELECT RAISE(ABORT, 'the part number is not in skus.csv'); END;

-- How an emergency address is written in a country.
CREATE TABLE address_formats (
	country TEXT PRIMARY KEY REFERENCES countries (code),
	postal_code_regex TEXT NOT NULL CHECK (postal_code_regex GLOB '^?*$'), -- POSIX extended, of upper-case text
	postal_code_example TEXT NOT NULL CHECK (postal_code_example REGEXP postal_code_regex),
	state_label TEXT NOT NULL CHECK (state_label IN ('state', 'province', 'county', 'prefecture', 'none')),
	house_number_position TEXT NOT NULL CHECK (house_number_position IN ('before', 'after')), -- the street
	latlong_required TEXT NOT NULL CHECK (latlong_required IN ('yes', 'no')), -- R-285
	emergency_numbers TEXT NOT NULL                  -- "112 15 17": the first is the one to name (R-317)
		CHECK (emergency_numbers GLOB '[0-9]*' AND emergency_numbers NOT GLOB '*[^0-9 ]*'),
	source TEXT NOT NULL CHECK (source <> ''),       -- the document, or what else says so
	as_of TEXT NOT NULL CHECK (length(as_of) IN (7, 10)
		AND date(substr(as_of || '-01', 1, 10), '+0 days') IS substr(as_of || '-01', 1, 10)),
	doubt TEXT NOT NULL DEFAULT ''               -- what conflicts, or why it may be wrong
) STRICT, WITHOUT ROWID;

-- Its fields, in the order in which people there write them. Latitude and longitude come after.
CREATE TABLE address_fields (
	country TEXT NOT NULL REFERENCES address_formats (country),
	position INTEGER NOT NULL CHECK (position > 0),
	field TEXT NOT NULL CHECK (field IN ('description', 'company_name', 'house_number', 'house_number_suffix',
		'house_name', 'pre_directional', 'street_name', 'street_suffix', 'post_directional', 'city', 'state',
		'postal_code', 'country')),                  -- the ids of the answers file
	required TEXT NOT NULL CHECK (required IN ('yes', 'no')),
	source TEXT NOT NULL CHECK (source <> ''),       -- the document, or what else says so
	as_of TEXT NOT NULL CHECK (length(as_of) IN (7, 10)
		AND date(substr(as_of || '-01', 1, 10), '+0 days') IS substr(as_of || '-01', 1, 10)),
	PRIMARY KEY (country, position),
	UNIQUE (country, field)
) STRICT, WITHOUT ROWID;

-- What a country's people speak first and which time zones it has, by the names of Windows, which auto attendants
-- take (R-387). The first row of a country is the zone of its capital.
CREATE TABLE locales (
	id INTEGER PRIMARY KEY,                          -- the order of the file; not part of the facts
	country TEXT NOT NULL REFERENCES countries (code),
	language TEXT NOT NULL CHECK (language REGEXP '^[a-z]{2,3}-[A-Z]{2}$'), -- "fr-BE"
	time_zone TEXT NOT NULL CHECK (time_zone <> ''), -- "Romance Standard Time"
	place TEXT NOT NULL CHECK (place GLOB '?*/?*'),  -- IANA: "Europe/Brussels"
	source TEXT NOT NULL CHECK (source <> ''),       -- the document, or what else says so
	as_of TEXT NOT NULL CHECK (length(as_of) IN (7, 10)
		AND date(substr(as_of || '-01', 1, 10), '+0 days') IS substr(as_of || '-01', 1, 10)),
	doubt TEXT NOT NULL DEFAULT '',              -- what conflicts, or why it may be wrong
	UNIQUE (country, time_zone)
) STRICT;

-- What one call, one picture, one meeting takes of the line, at three qualities (R-379, R-380).
CREATE TABLE bandwidth (
	media TEXT NOT NULL CHECK (media IN ('audio', 'video', 'sharing', -- of calls of two
		'meeting_audio', 'meeting_video', 'meeting_sharing', 'together')),
	quality TEXT NOT NULL CHECK (quality IN ('minimum', 'recommended', 'best')),
	up_kbit INTEGER NOT NULL CHECK (up_kbit > 0),    -- kbit/s
	down_kbit INTEGER NOT NULL CHECK (down_kbit > 0),
	rule INTEGER NOT NULL REFERENCES rules (number),
	source TEXT NOT NULL CHECK (source <> ''),       -- the document, or what else says so
	as_of TEXT NOT NULL CHECK (length(as_of) IN (7, 10)
		AND date(substr(as_of || '-01', 1, 10), '+0 days') IS substr(as_of || '-01', 1, 10)),
	doubt TEXT NOT NULL DEFAULT '',              -- what conflicts, or why it may be wrong
	PRIMARY KEY (media, quality)
) STRICT, WITHOUT ROWID;

-- What the network must let through (R-377, R-378), and how it marks what comes first (R-383).
CREATE TABLE network (
	id INTEGER PRIMARY KEY,                          -- the order of the file; not part of the facts
	kind TEXT NOT NULL CHECK (kind IN ('port', 'range', 'mark')),
	name TEXT NOT NULL CHECK (name <> ''),           -- what for, English
	protocol TEXT NOT NULL CHECK (protocol IN ('TCP', 'UDP', 'IP')),
	value TEXT NOT NULL CHECK (CASE kind WHEN 'range' THEN value REGEXP '^[0-9]{1,3}([.][0-9]{1,3}){3}/[0-9]{1,2}$'
		ELSE value REGEXP '^[1-9][0-9]*(-[1-9][0-9]*)?$' END), -- "3478-3481", "52.112.0.0/14"
	mark TEXT NOT NULL CHECK ((mark <> '') = (kind = 'mark')), -- "DSCP 46 (EF)"
	rule INTEGER NOT NULL REFERENCES rules (number),
	source TEXT NOT NULL CHECK (source <> ''),       -- the document, or what else says so
	as_of TEXT NOT NULL CHECK (length(as_of) IN (7, 10)
		AND date(substr(as_of || '-01', 1, 10), '+0 days') IS substr(as_of || '-01', 1, 10)),
	doubt TEXT NOT NULL DEFAULT '',              -- what conflicts, or why it may be wrong
	UNIQUE (kind, protocol, value)
) STRICT;

-- How good the network must be (R-381, R-382): each figure stays under its limit.
CREATE TABLE network_targets (
	id INTEGER PRIMARY KEY,                          -- the order of the file; not part of the facts
	segment TEXT NOT NULL CHECK (segment IN ('client', 'edge')), -- from the client, or from the network's edge, to Microsoft's edge
	measure TEXT NOT NULL CHECK (measure IN ('latency_one_way', 'round_trip', 'loss', 'burst_loss', 'jitter', 'reordering')),
	under TEXT NOT NULL CHECK (under REGEXP '^[0-9]+([.][0-9]{1,3})?$'), -- a number, at most thousandths
	unit TEXT NOT NULL CHECK (unit IN ('ms', '%')),
	during TEXT NOT NULL,                            -- "15 s": of which time; '' where none is said
	rule INTEGER NOT NULL REFERENCES rules (number),
	source TEXT NOT NULL CHECK (source <> ''),       -- the document, or what else says so
	as_of TEXT NOT NULL CHECK (length(as_of) IN (7, 10)
		AND date(substr(as_of || '-01', 1, 10), '+0 days') IS substr(as_of || '-01', 1, 10)),
	doubt TEXT NOT NULL DEFAULT '',              -- what conflicts, or why it may be wrong
	UNIQUE (segment, measure)
) STRICT;

-- Papers and waits by country (R-235 to R-251).
CREATE TABLE formalities (
	country TEXT PRIMARY KEY REFERENCES countries (code),
	rule INTEGER NOT NULL REFERENCES rules (number),
	numbers_by TEXT NOT NULL CHECK (numbers_by IN ('portal', 'form', 'partner')),
	special_form TEXT NOT NULL CHECK (special_form IN ('yes', 'no')), -- a form for special wishes (R-250)
	kyc TEXT NOT NULL CHECK (kyc IN ('yes', 'no')),  -- named on the country's page; since 2025-08 everywhere (R-432)
	papers_new TEXT NOT NULL,                        -- for new numbers; '': none named
	delivery_days_min INTEGER CHECK (delivery_days_min >= 0), -- of special orders; NULL: not named
	delivery_days_max INTEGER CHECK (delivery_days_max >= delivery_days_min),
	port_days_min INTEGER CHECK (port_days_min >= 0), -- NULL: not named
	port_days_max INTEGER CHECK (port_days_max >= coalesce(port_days_min, 0)),
	port_note TEXT NOT NULL,                         -- the same in words
	papers_port TEXT NOT NULL,                       -- for porting, separated by "; "
	ported_conferencing TEXT NOT NULL CHECK (ported_conferencing IN ('yes', 'no', 'unknown')), -- may a ported number serve it?
	source TEXT NOT NULL CHECK (source <> ''),       -- the document, or what else says so
	as_of TEXT NOT NULL CHECK (length(as_of) IN (7, 10)
		AND date(substr(as_of || '-01', 1, 10), '+0 days') IS substr(as_of || '-01', 1, 10)),
	doubt TEXT NOT NULL DEFAULT ''               -- what conflicts, or why it may be wrong
) STRICT, WITHOUT ROWID;

-- Service numbers that so many Phone System and Audio Conferencing licences allow: toll, and again toll-free (R-191).
CREATE TABLE service_quota (
	licences_from INTEGER PRIMARY KEY CHECK (licences_from > 0),
	licences_to INTEGER CHECK (licences_to >= licences_from), -- NULL: and more
	numbers INTEGER NOT NULL CHECK (numbers > 0),
	rule INTEGER NOT NULL UNIQUE REFERENCES rules (number),
	source TEXT NOT NULL CHECK (source <> ''),       -- the document, or what else says so
	as_of TEXT NOT NULL CHECK (length(as_of) IN (7, 10)
		AND date(substr(as_of || '-01', 1, 10), '+0 days') IS substr(as_of || '-01', 1, 10))
) STRICT;
CREATE TRIGGER service_quota_gap BEFORE INSERT ON service_quota
WHEN NEW.licences_from IS NOT coalesce((SELECT max(licences_to) FROM service_quota), 0) + 1
BEGIN SELECT RAISE(ABORT, 'the tiers must follow each other without gap or overlap'); END;

-- Numbers that may change: limits, waits, sizes.
CREATE TABLE constants (
	name TEXT PRIMARY KEY CHECK (name <> '' AND name NOT GLOB '*[^a-z_]*'),
	value INTEGER NOT NULL CHECK (value >= 0),
	unit TEXT NOT NULL CHECK (unit <> ''),           -- "seconds", "count", "US cents"
	rule INTEGER NOT NULL REFERENCES rules (number),
	source TEXT NOT NULL CHECK (source <> ''),       -- the document, or what else says so
	as_of TEXT NOT NULL CHECK (length(as_of) IN (7, 10)
		AND date(substr(as_of || '-01', 1, 10), '+0 days') IS substr(as_of || '-01', 1, 10)),
	doubt TEXT NOT NULL DEFAULT ''               -- what conflicts, or why it may be wrong
) STRICT, WITHOUT ROWID;

-- What each product gives: a row per product and capability. Products without known service plans
-- (their id is not in the licence list) go by their category.
CREATE VIEW sku_capabilities AS
WITH given (sku_id, part_number, capability) AS (
	SELECT s.sku_id, s.part_number, p.capability
	  FROM skus AS s JOIN sku_plans AS sp USING (sku_id) JOIN service_plans AS p ON p.name = sp.service_plan
	UNION
	SELECT sku_id, part_number, CASE category WHEN 'calling_plan_domestic' THEN 'domestic'
		WHEN 'calling_plan_international' THEN 'international' WHEN 'calling_plan_payg' THEN 'payg' END
	  FROM skus WHERE sku_id = part_number)
SELECT sku_id, part_number, capability, bit FROM given JOIN capabilities ON name = capability
UNION
SELECT g.sku_id, g.part_number, i.name, i.bit
  FROM given AS g JOIN capabilities AS c ON c.name = g.capability JOIN capabilities AS i ON i.name = c.implies;

-- The same as one number a product: the bits of enum capability.
CREATE VIEW sku_bits AS
SELECT s.sku_id, s.part_number, coalesce((SELECT sum(c.bit) FROM sku_capabilities AS c WHERE c.sku_id = s.sku_id), 0) AS bits
  FROM skus AS s;
