-- Gives one of the coupons in stock at KEYS[1] to the user ARGV[1], each user once: KEYS[2] is who has one.
-- Replies how many are left; -1 if the user has one already, -2 if there are none.
if redis.call('SISMEMBER', KEYS[2], ARGV[1]) == 1 then
  return -1
end
local stock = tonumber(redis.call('GET', KEYS[1]) or 0)
if stock < 1 then
  return -2
end
redis.call('SADD', KEYS[2], ARGV[1])
return redis.call('DECR', KEYS[1])
