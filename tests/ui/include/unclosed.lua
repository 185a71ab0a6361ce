-- @include "lib/unclosed.lua"
return now()
