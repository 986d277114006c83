dist_man1_MANS += doc/ringup.1
dist_doc_DATA += README NEWS COPYING doc/design.md doc/formats.md
