-- Sets a time to live.
-- @include "lib/ttl.lua"
-- @include "lib/clock.lua"
--[[
-- @include "lib/nowhere.lua"
]]
return {now(), expires(5)}
