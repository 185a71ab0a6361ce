-- The server's time, in milliseconds: a whole number, which a double holds exactly.
local function now_ms()
  local time = redis.call('TIME')
  return tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
end
