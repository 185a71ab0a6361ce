-- run: k | SET v
return redis.call(ARGV[1], KEYS[1], ARGV[2])
