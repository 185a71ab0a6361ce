-- declare: keys = 3, args = 4
local owners, counter, zset = KEYS[1], KEYS[2], KEYS[3]
local limit, token, now, ttl = tonumber(ARGV[1]), ARGV[2], tonumber(ARGV[3]), tonumber(ARGV[4])
redis.call('zremrangebyscore', zset, '-inf', now - ttl)
redis.call('zinterstore', owners, 2, owners, zset, 'weights', 1, 0)
local count = redis.call('incr', counter)
redis.call('zadd', zset, now, token)
redis.call('zadd', owners, count, token)
local rank = redis.call('zrank', owners, token)
if rank < limit then
  return token
end
redis.call('zrem', zset, token)
redis.call('zrem', owners, token)
return false
