if KEYS[1] then
  -- @include "lib/clock.lua"
end
return now()
