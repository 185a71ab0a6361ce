-- declare: keys = 1, args = 4
local key = KEYS[1]
local now = tonumber(ARGV[1])
local window = tonumber(ARGV[2])
local limit = tonumber(ARGV[3])
local clearBefore = now - window
redis.call('ZREMRANGEBYSCORE', key, 0, clearBefore)
local amount = redis.call('ZCARD', key)
if amount < limit then
    redis.call('ZADD', key, now, ARGV[4])
end
redis.call('PEXPIRE', key, window)
return limit - amount
