-- @include "clock.lua"
local function expires(ttl)
  return now() + ttl
end
