-- run: s | 1
local v = redis.call('GET', KEYS[1])
local isnew = not v
local n = 0
if not isnew then n = v end
n = tonumber(n)
if isnew or n < 10 then redis.call('SET', KEYS[1], n + 1) end
return n + ARGV[1]
