-- @include "lib/clock.lua"
return nwo()
