-- declare: min_server = "redis 7.0"
return redis.call('ZRANK', KEYS[1], ARGV[1], 'WITHSCORE')
