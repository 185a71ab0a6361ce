-- run: a b | 1 2
local unpack = table.unpack or unpack
local a, b = unpack(KEYS)
redis.call('MSET', a, ARGV[1], b, ARGV[2])
return redis.call('MGET', unpack(KEYS))
