-- run: k | k*
local cursor = 0
local out = {}
repeat
  local res = redis.call('SCAN', cursor, 'MATCH', ARGV[1])
  cursor = tonumber(res[1])
  for i = 1, #res[2] do out[#out + 1] = res[2][i] end
until cursor == 0
return #out
