-- The server's time, in microseconds: a whole number, which a double holds exactly. A script takes longer than one, so
-- that of two calls the later one has the later time.
local function now_us()
  local time = redis.call('TIME')
  return tonumber(time[1]) * 1000000 + tonumber(time[2])
end
