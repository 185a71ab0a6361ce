-- shows: k | v | Wrong number of args
local call = redis.call
return call('get', KEYS[1], ARGV[1])
