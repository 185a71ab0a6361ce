-- declare: keys = 2, args = 3
local keys = {counter = KEYS[1], index = KEYS[2]}
local args = {
  by = tonumber(ARGV[1]),
  id = ARGV[2],
  max = tonumber(ARGV[3]),
  ttl = tonumber(ARGV[4]),
}
local value = redis.call('INCRBY', keys.counter, args.by)
if args.max and value > args.max then
  redis.call('DECRBY', keys.counter, args.by)
  return false
end
if args.ttl then redis.call('EXPIRE', keys.counter, args.ttl) end
redis.call('ZADD', keys.index, value, args.id)
return value
