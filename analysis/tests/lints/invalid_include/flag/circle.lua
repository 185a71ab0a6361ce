-- @include "lib/circle.lua"
return a + b
-- shows nothing: the parts are put together before a server sees them
