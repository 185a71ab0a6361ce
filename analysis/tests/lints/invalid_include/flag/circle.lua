-- @include "lib/circle.lua"
return a + b
