-- A HyperLogLog: counts ARGV[1] in KEYS[1]. Replies whether that changed anything, and about how many different ones
-- there were.
return { redis.call('PFADD', KEYS[1], ARGV[1]), redis.call('PFCOUNT', KEYS[1]) }
