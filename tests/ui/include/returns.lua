-- @include "lib/returns.lua"
return clock
