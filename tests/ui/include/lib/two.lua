-- @include "one.lua"
local two = 2
