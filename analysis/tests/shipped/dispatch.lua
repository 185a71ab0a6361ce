-- declare: keys = 1, args = 3
local commands = {}
function commands.get(now) return redis.call('HGETALL', KEYS[1]) end
commands.put = function(now, field, value)
  return redis.call('HSET', KEYS[1], field, value)
end
local method = ARGV[1]
local handler = commands[method]
if handler == nil then
  error(string.format('Unknown command %s', method))
end
return handler(tonumber(ARGV[2]), ARGV[3])
