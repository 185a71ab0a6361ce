local limit = tonumber(ARGV[1] or 10)
local used = redis.call('GET', KEYS[1]) or 0
local burst = ARGV[2] or 0
if type(burst) == 'string' then burst = tonumber(burst) end
local rest = ARGV[3] or 5
rest = rest - 1
local stored = redis.call('GET', KEYS[1]) or 0
if stored ~= 0 then stored = tonumber(stored) end
if used == 0 or tonumber(used) < limit + burst then
  return 1
end
if rest > 3 or stored > 2 then return 2 end
return (redis.call('GET', KEYS[1]) or 0) - limit > 0 and 1 or 0
