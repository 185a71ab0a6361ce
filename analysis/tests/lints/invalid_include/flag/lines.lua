local a = 1
-- @include "lib/nowhere.lua"
-- @include lib/clock.lua
-- @include "lib/module.lua"
if a then
  -- @include "lib/clock.lua"
end
-- @include "lib/shebang.lua"
-- @include "lib/broken.lua"
return a
-- @include "lib/time.lua"
-- shows nothing: the parts are put together before a server sees them
