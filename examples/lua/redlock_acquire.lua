-- Takes the lock KEYS[1] for the owner ARGV[1] and for ARGV[2] milliseconds, if nobody holds it on this server.
-- Replies 1 if it was taken.
if redis.call('SET', KEYS[1], ARGV[1], 'NX', 'PX', ARGV[2]) then
  return 1
end
return 0
