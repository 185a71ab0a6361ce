-- Sets KEYS[1] to ARGV[1]. No flags: over `maxmemory` it is refused at its first write that takes memory.
redis.call('SET', KEYS[1], ARGV[1])
return 1
