dist_man1_MANS += doc/ringup.1
dist_doc_DATA += NEWS COPYING doc/formats.md
