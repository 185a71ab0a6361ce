-- run: k | k*
local cursor = '0'
local n = 0
repeat
  local r = redis.call('SCAN', cursor, 'MATCH', ARGV[1], 'COUNT', 100)
  cursor = r[1]
  for _, key in ipairs(r[2]) do n = n + redis.call('DEL', key) end
until cursor == '0'
return n
