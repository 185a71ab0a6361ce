local function nothing() return end
local value = redis.call('GET', KEYS[1])
redis.call('SET', KEYS[1], value or '')
redis.call('PING', nothing())
local now = redis.call('TIME')
redis.call('SET', KEYS[1], now[1])
redis.call('SET', KEYS[1], redis.call('TYPE', KEYS[1]).ok)
local same = ARGV[1] == 'v'
redis.call('SET', KEYS[1], same and 1 or 0)
local copy = redis.call('GET', KEYS[2])
if copy then
  redis.call('SET', KEYS[1], copy)
end
redis.call('SADD', KEYS[1], unpack(redis.call('SMEMBERS', KEYS[2])))
return redis.call('SET', KEYS[1], redis.call('INCR', KEYS[2]))
