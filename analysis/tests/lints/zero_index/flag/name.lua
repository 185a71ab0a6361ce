-- shows: k | Ada | Null
redis.call('HSET', KEYS[1], 'name', ARGV[1])
local user = redis.call('HGETALL', KEYS[1])
return user.name
