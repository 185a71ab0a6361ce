-- declare: keys = 0, args = 2..
-- A class in the manner of job schedulers.
local Queue = {}
Queue.__index = Queue
local function queue(name)
  local self = {name = name, ns = 'q:' .. name .. ':'}
  setmetatable(self, Queue)
  self.work = {
    peek = function(count)
      return redis.call('zrevrange', self:prefix('work'), 0, count - 1)
    end,
    add = function(now, priority, id)
      return redis.call('zadd', self:prefix('work'), priority - now / 10000000000, id)
    end,
  }
  return self
end
function Queue:prefix(group)
  if group then
    return self.ns .. group
  end
  return self.ns
end
local options = {}
for i = 3, #ARGV, 2 do
  options[ARGV[i]] = ARGV[i + 1]
end
local name = assert(ARGV[1], 'missing queue')
local now = assert(tonumber(ARGV[2]), 'now is no number: ' .. tostring(ARGV[2]))
local q = queue(name)
q.work.add(now, tonumber(options.priority or 0), options['id'] or 'none')
return q.work.peek(10)
