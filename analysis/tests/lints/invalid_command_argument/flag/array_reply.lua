-- shows: k | | must be strings or integers
local members = redis.call('SMEMBERS', KEYS[1])
return redis.call('SADD', KEYS[1], members)
