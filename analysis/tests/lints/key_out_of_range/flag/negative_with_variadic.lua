-- declare: keys = 1..
return {KEYS[1], KEYS[2], KEYS[0]}
-- shows: a b | | Array([Bulk("a"), Bulk("b")])
