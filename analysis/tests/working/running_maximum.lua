-- run: s | 5 7 1
local acc = {sum = 0, max = nil}
for _, v in ipairs(ARGV) do
  local n = tonumber(v)
  acc.sum = acc.sum + n
  if not acc.max or n > acc.max then acc.max = n end
end
redis.call('SET', KEYS[1], acc.max)
return acc.sum
