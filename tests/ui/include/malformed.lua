--- @include 'lib/clock.lua'
-- @include "lib/clock.lua" -- the clock
local a = 1 -- @include "lib/clock.lua"
return a
