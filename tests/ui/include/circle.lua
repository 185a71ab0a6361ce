-- @include "lib/one.lua"
return one
