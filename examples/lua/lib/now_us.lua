-- The server's time, in microseconds: a whole number, which a double holds exactly. No two scripts have the same.
local function now_us()
  local time = redis.call('TIME')
  return tonumber(time[1]) * 1000000 + tonumber(time[2])
end
