-- shows: k | 5 | nil value
local function name(id)
  if not id then return end
  redis.call('SET', KEYS[1], id)
end
return 'user:' .. name(ARGV[1])
