-- A stream: appends the state ARGV[1] to KEYS[1], unless the last one is the same. Replies its id, or null.
local last = redis.call('XREVRANGE', KEYS[1], '+', '-', 'COUNT', 1)[1]
-- An entry is an id, and its fields and values by turns.
if last and last[2][2] == ARGV[1] then
  return false
end
return redis.call('XADD', KEYS[1], '*', 'state', ARGV[1])
