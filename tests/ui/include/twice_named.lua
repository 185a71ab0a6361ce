-- @include "lib/clock.lua"
local function now()
  return 1
end
return now()
