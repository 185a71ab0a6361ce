-- @include "lib/clok.lua"
return now()
