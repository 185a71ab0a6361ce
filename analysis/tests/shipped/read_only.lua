#!lua flags=no-writes,allow-stale
-- declare: keys = 1.., args = 0, flags = ["no-writes", "allow-stale"]
local total = 0
for i, key in ipairs(KEYS) do
  total = total + (tonumber(redis.call('GET', key)) or 0)
end
return total
