local numbers = {}
for i, value in ipairs(ARGV) do numbers[i] = tonumber(value) end
local mixed = {ARGV[1]}
mixed[1] = tonumber(mixed[1])
local sorted = {unpack(ARGV)}
for i = 1, #sorted do sorted[i] = tonumber(sorted[i]) end
table.sort(sorted)
local rest = {5, unpack(ARGV)}
table.remove(rest, 2)
if numbers[1] > 3 and mixed[1] > 2 and sorted[1] < 9 and rest[1] > 1 then return 1 end
return redis.call('GET', KEYS[1]) == ARGV[1] and 1 or 0
