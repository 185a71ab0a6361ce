-- @include "circle_back.lua"
local a = 1
