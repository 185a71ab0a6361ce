-- @include "lib/clock.lua"
local x = 1
local now, y = 5, x
return now + x + y
-- shows nothing: the parts are put together before a server sees them
