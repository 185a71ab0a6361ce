-- declare: keys = 0, args = 1
local cursor = "0"
local deleted = 0
repeat
  local result = redis.call("SCAN", cursor, "MATCH", ARGV[1], "COUNT", 1000)
  cursor = result[1]
  local keys = result[2]
  for i = 1, #keys, 5000 do
    deleted = deleted + redis.call("DEL", unpack(keys, i, math.min(i + 4999, #keys)))
  end
until cursor == "0"
return deleted
