-- @include "two.lua"
local one = 1
