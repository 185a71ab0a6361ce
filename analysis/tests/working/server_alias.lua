-- run: k | x
local api = redis
return api.call('SET', KEYS[1], ARGV[1])
