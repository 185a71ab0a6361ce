-- Takes the lock KEYS[1] for the owner ARGV[1] and for ARGV[2] milliseconds, if nobody holds it.
--
-- KEYS[2] counts how often it was taken: that number is the fencing token, which only grows. Replies the token, or
-- 0 if somebody else holds the lock.
if not redis.call('SET', KEYS[1], ARGV[1], 'NX', 'PX', ARGV[2]) then
  return 0
end
return redis.call('INCR', KEYS[2])
