-- run: k | a b
local function f(...) return redis.call('RPUSH', unpack(arg)) end
return f(KEYS[1], ARGV[1], ARGV[2])
