local job = 'job:' .. ARGV[1]
redis.call('HSET', job, 'state', 'done')
return redis.call('DEL', string.format('%s:lock', KEYS[1]))
-- shows cluster: k | 7 | to access
