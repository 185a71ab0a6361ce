-- declare: keys = 1
return {KEYS[1], KEYS[-1], KEYS[1.5]}
-- shows: a | | Array([Bulk("a")])
