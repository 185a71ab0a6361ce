return redis.call('DELIFEQ', KEYS[1], ARGV[1])
-- shows redis: k q z | 7 8 9 | Unknown
