-- shows: k | 5 | nil value
local function record(by)
  redis.call('INCRBY', KEYS[1], by)
end
local total = record(ARGV[1])
return total + 1
