# house.awk: the house stays as drawn. Reads tests/lint/rooms first, then sources; prints FILE:LINE: what is wrong.
# A file's room is the longest line of `rooms` that its path begins with.

FILENAME ~ /lint\/rooms$/ {
	if ($0 !~ /^#/ && NF) {
		rooms[$1] = 1
		for (i = 2; i <= NF; i++)
			may[$1, $i] = 1
	}
	next
}

FNR == 1 {
	path = FILENAME
	sub(/^.*\/\.\//, "", path)
	sub(/^\.\//, "", path)
	room = ""
	for (r in rooms)
		if (index(path, r "/") == 1 && length(r) > length(room))
			room = r
	sql_room = path ~ /^core\/(store|reference|tenant|plan)\// || path ~ /^core\/service\/demo\//
}

room == "" { next }

/^[ \t]*#[ \t]*include/ {
	if (match($0, /[<"][^>"]+[>"]/)) {
		file = substr($0, RSTART + 1, RLENGTH - 2)
		if (file ~ /^(n?cursesw?|curses|form|panel|menu|term)\.h$/ || file ~ /^ncursesw?\//)
			if (room != "tui")
				wrong("curses belongs in tui/: " file)
		if (file ~ /^sqlite3/ && !sql_room)
			wrong("SQLite belongs in store, reference, tenant, plan and service/demo: " file)
		if (file ~ /^(core|tui|screens|commands)\//)
			check(file)
	}
	next
}

!sql_room && /"[ \t]*(SELECT|INSERT (OR|INTO)|UPDATE [a-z_.]+ SET|DELETE FROM|CREATE (TABLE|TEMP|VIEW|INDEX|TRIGGER)|WITH [a-z_]+ *(\(|AS)|PRAGMA|ATTACH)[ \t"(]/ {
	wrong("SQL belongs in store, reference, tenant, plan and service/demo")
}
!sql_room && /[^a-z_]sqlite3_[a-z_0-9]+ *\(/ {
	wrong("SQLite is called in store, reference, tenant, plan and service/demo only")
}

function check(file,    part, n, i, prefix) {
	if (index(file, room "/") == 1)
		return
	n = split(file, part, "/")
	prefix = ""
	for (i = 1; i <= n; i++) {
		prefix = prefix (i > 1 ? "/" : "") part[i]
		if ((room, prefix) in may)
			return
	}
	wrong(room " may not include " file " (tests/lint/rooms)")
}

function wrong(text) {
	printf "%s:%d: %s\n", path, FNR, text
	bad++
}

END { exit bad > 0 }
