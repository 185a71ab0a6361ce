-- A set: takes ARGV[1] out of KEYS[1] if it is in it, and puts it in if not. Replies whether it is in it now, and how
-- many are.
local is_in = 0
if redis.call('SREM', KEYS[1], ARGV[1]) == 0 then
  is_in = redis.call('SADD', KEYS[1], ARGV[1])
end
return { is_in, redis.call('SCARD', KEYS[1]) }
