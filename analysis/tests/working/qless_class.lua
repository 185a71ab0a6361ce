-- run: x | put q1 j1 5
local Qless = { ns = 'ql:' }
local QlessQueue = { ns = Qless.ns .. 'q:' }
QlessQueue.__index = QlessQueue
local QlessJob = {}
QlessJob.__index = QlessJob
function Qless.queue(name)
  assert(name, 'Queue(): no queue name provided')
  local queue = {}
  setmetatable(queue, QlessQueue)
  queue.name = name
  queue.work = {
    peek = function(count)
      if count == 0 then return {} end
      return redis.call('zrevrange', queue:prefix('work'), 0, count - 1)
    end, add = function(now, priority, jid)
      return redis.call('zadd', queue:prefix('work'), priority, jid)
    end
  }
  return queue
end
function QlessQueue:prefix(group)
  if group then return QlessQueue.ns .. self.name .. '-' .. group else return QlessQueue.ns .. self.name end
end
local QlessAPI = {}
function QlessAPI.put(now, queue, jid, ...)
  local options = {...}
  return Qless.queue(queue).work.add(now, tonumber(options[1]) or 0, jid)
end
local command_name = assert(table.remove(ARGV, 1), 'Must provide a command')
local command = assert(QlessAPI[command_name], 'Unknown command ' .. command_name)
return command(1, unpack(ARGV))
