-- run: k | 3
local rcall = redis.call
local k, n = KEYS[1], tonumber(ARGV[1])
for i = 1, n do rcall("RPUSH", k, i) end
return rcall("LLEN", k)
