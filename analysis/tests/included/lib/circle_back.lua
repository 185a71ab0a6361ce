-- @include "circle.lua"
local b = 1
