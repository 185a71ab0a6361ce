-- declare: keys = 2, args = 0
local counts = redis.call('HMGET', KEYS[1], 'used', 'limit')
counts[1] = tonumber(counts[1]) or 0
counts[2] = tonumber(counts[2]) or 10
if counts[1] > 3 and counts[2] < 20 then return 1 end
local function convert(list)
  for i = 1, #list do list[i] = tonumber(list[i]) or 0 end
  return list
end
local values = convert(redis.call('MGET', KEYS[1], KEYS[2]))
local others = redis.call('MGET', KEYS[1], KEYS[2])
convert(others)
if values[1] > 3 or others[2] > 3 then return 2 end
return 0
