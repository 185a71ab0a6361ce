-- shows: k | 7 | Array([Integer(1), Integer(1)])
-- Said once of a name, and once of each text.
local job = KEYS[1] .. ':' .. ARGV[1]
local added = redis.call('HSET', job, 'state', 'new')
redis.call('EXPIRE', job, 60)
redis.call('SADD', KEYS[1] .. ':all', ARGV[1])
redis.call('EXPIRE', KEYS[1] .. ':all', 60)
return {added, redis.call('HLEN', job)}
