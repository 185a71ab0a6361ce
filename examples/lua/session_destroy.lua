-- Ends the session KEYS[1], called ARGV[1], of the user whose sessions are listed at KEYS[2].
-- Replies 1 if there was one.
redis.call('DEL', KEYS[1])
return redis.call('ZREM', KEYS[2], ARGV[1])
