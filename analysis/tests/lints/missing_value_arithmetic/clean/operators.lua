-- A table can have operators of its own, and a name can get its value later.
local Point = {}
Point.__index = Point
Point.__add = function(a, b) return setmetatable({x = a.x + b.x}, Point) end
Point.__concat = function(a, b) return tostring(a) .. tostring(b) end
Point.__tostring = function(p) return 'p' .. p.x end
local sum = setmetatable({x = 1}, Point) + setmetatable({x = 2}, Point)
local cache
local function cached()
  cache = cache or {hits = 0}
  cache.hits = cache.hits + 1
  return cache.hits
end
local last
for _, score in ipairs({1, 2, 4}) do
  if last then redis.call('INCRBY', KEYS[1], score - last) end
  last = score
end
return {cached() + cached(), (sum .. 'x')}
