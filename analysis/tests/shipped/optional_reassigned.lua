-- declare: keys = 1, args = 1
local limit = tonumber(ARGV[1])
local window = tonumber(ARGV[2])
if not window then
  window = 60
end
local weight = ARGV[3]
weight = weight and tonumber(weight) or 1
local jitter
if limit > 10 then
  jitter = ARGV[4]
end
if jitter then window = window + jitter end
local count = redis.call('INCRBY', KEYS[1], weight)
if count == weight then redis.call('EXPIRE', KEYS[1], window) end
return count <= limit and 1 or 0
