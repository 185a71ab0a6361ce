-- declare: min_server = "redis 7.0"
return redis.call('ZRANK', KEYS[1], ARGV[1], 'WITHSCORE')
-- shows redis <7.2: k q z | 7 8 9 | Wrong number of args
