-- @include "lib/clock.lua"
-- @include "lib/allowed.lua"
seen()
return tonumber(now())
