-- run: k | x
local ok = redis.call('SADD', KEYS[1], 'm') == 1
return ok and 'yes' or 'no'
