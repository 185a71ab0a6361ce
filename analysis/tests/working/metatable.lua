-- run: k | v
local Counter = {}
Counter.__index = Counter
function Counter.new(key) return setmetatable({ key = key, n = 0 }, Counter) end
function Counter:incr(by) self.n = self.n + (by or 1) return redis.call('INCRBY', self.key, by or 1) end
local c = Counter.new(KEYS[1])
c:incr() c:incr(4)
return c.n
