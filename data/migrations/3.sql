-- From version 2 to 3: a sync goes on where it was stopped, and numbers know who else has them.

ALTER TABLE number ADD COLUMN used_by TEXT NOT NULL DEFAULT '';

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
