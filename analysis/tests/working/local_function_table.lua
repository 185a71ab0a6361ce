-- run: k | incr
local ops = {}
function ops.incr() return redis.call('INCR', KEYS[1]) end
function ops.get() return redis.call('GET', KEYS[1]) end
local op = ops[ARGV[1]]
if op == nil then return redis.error_reply('ERR unknown op') end
return op()
