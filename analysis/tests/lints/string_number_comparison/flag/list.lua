-- shows: k | 5 | attempt to compare
local given, added = {unpack(ARGV)}, {}
for i, value in ipairs(ARGV) do added[i] = value end
if redis.call('INCR', KEYS[1]) > given[1] then return 0 end
if added[1] > 3 then return 1 end
return 2
