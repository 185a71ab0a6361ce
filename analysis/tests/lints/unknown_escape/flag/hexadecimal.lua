return "\x41\x42"
-- shows: | | Bulk("x41x42")
