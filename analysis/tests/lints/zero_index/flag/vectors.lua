return {KEYS[0], ARGV[0]}
-- shows: a | b | Array([])
