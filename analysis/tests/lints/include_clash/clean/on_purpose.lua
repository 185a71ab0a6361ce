-- @include "lib/clock.lua"
local now = now()
local x = 1
local x = x + 1
local function f(now)
  return now
end
if x then
  local now = 5
  return f(now)
end
return now
