return redis.call('HEXPIRE', KEYS[1], 10, 'FIELDS', 1, ARGV[1])
-- shows redis <7.4: k q z | 7 8 9 | Unknown
