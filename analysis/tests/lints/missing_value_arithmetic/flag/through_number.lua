-- shows: k | 5 | table expected, got number
local count = redis.call('SCARD', KEYS[1])
local found = {}
for _, member in ipairs(count) do found[#found + 1] = member end
return found
