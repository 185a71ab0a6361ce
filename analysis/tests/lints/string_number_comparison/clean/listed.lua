-- declare: keys = 1, args = 1..
local sum = 0
for i, value in ipairs(ARGV) do
  value = tonumber(value)
  if value > sum then sum = sum + value end
end
local members = redis.call('ZRANGE', KEYS[1], 0, -1, 'WITHSCORES')
for i = 1, #members do members[i] = tonumber(members[i]) or 0 end
for _, score in ipairs(members) do
  if score > sum then return score end
end
local now = redis.call('TIME')
if tonumber(now[1]) > 1700000000 and now[2] + 0 > 5 then return sum end
for _, pair in ipairs({{1, 2}, {3, 4}}) do
  if pair[1] > 2 then return pair[2] end
end
return 0
