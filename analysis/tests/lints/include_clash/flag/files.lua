-- @include "lib/clock.lua"
-- @include "lib/time.lua"
local function expires(ttl)
  return now() + ttl
end
return expires(1)
-- shows nothing: the parts are put together before a server sees them
