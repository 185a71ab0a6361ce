return redis.call('CONFIG', 'HELP')
