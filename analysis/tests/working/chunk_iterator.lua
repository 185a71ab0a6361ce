-- run: l | 2
-- setup: RPUSH l a b c d e
local function chunks(list, size)
  local at = 1 - size
  return function()
    at = at + size
    if at > #list then return nil end
    return at, math.min(at + size - 1, #list)
  end
end
local out = {}
local list = redis.call('LRANGE', KEYS[1], 0, -1)
for first, last in chunks(list, tonumber(ARGV[1])) do
  out[#out + 1] = table.concat(list, '+', first, last)
end
return out
