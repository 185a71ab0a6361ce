-- declare: keys = 2, args = 3
-- Goto-free continue, nested functions, string methods.
local bucket, index = KEYS[1], KEYS[2]
local from, to, max = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local fired = {}
local function fire(raw)
  local id, at = raw:match('^(.-):(%d+)$')
  if not id then return false end
  if tonumber(at) > to then return false end
  fired[#fired + 1] = id
  return true
end
for _, raw in ipairs(redis.call('ZRANGEBYSCORE', bucket, from, to, 'LIMIT', 0, max)) do
  if fire(raw) then
    redis.call('ZREM', bucket, raw)
    redis.call('HDEL', index, (('%s'):format(raw)))
  end
end
return fired
