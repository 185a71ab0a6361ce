-- Gives the owner ARGV[1] of the lock KEYS[1] another ARGV[2] milliseconds from now on.
-- Replies 1 if that was done; 0 if the lock was lost.
if redis.call('GET', KEYS[1]) == ARGV[1] then
  return redis.call('PEXPIRE', KEYS[1], ARGV[2])
end
return 0
