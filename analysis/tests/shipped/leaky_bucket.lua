-- declare: keys = 2, args = 5
local limit_key, block_key = KEYS[1], KEYS[2]
local function reply(ok, left) return {ok and 1 or 0, left} end
if redis.call('EXISTS', block_key) == 1 then
  return reply(false, redis.call('PTTL', block_key))
end
local capacity = tonumber(ARGV[1])
local leak = tonumber(ARGV[2])
local block_for = tonumber(ARGV[3])
local tokens = tonumber(ARGV[4])
local now = tonumber(ARGV[5])
local level, at = unpack(redis.call('HMGET', limit_key, 'level', 'at'))
level = tonumber(level or 0)
at = tonumber(at or now)
level = math.max(0, level - (now - at) * leak)
if level + tokens > capacity then
  redis.call('SET', block_key, 1, 'PX', block_for)
  return reply(false, block_for)
end
redis.call('HSET', limit_key, 'level', level + tokens, 'at', now)
return reply(true, capacity - level - tokens)
