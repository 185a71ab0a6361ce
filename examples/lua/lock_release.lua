-- Releases the lock KEYS[1], if ARGV[1] is its owner: after its time has run out, another one may hold it.
-- Replies 1 if it was released.
if redis.call('GET', KEYS[1]) == ARGV[1] then
  return redis.call('DEL', KEYS[1])
end
return 0
