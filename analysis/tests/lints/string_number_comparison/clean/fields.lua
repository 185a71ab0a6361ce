local function load(key)
  local loaded, raw = {}, redis.call('HGETALL', key)
  for i = 1, #raw, 2 do loaded[raw[i]] = tonumber(raw[i + 1]) or raw[i + 1] end
  return loaded
end
local config = {limit = tonumber(ARGV[1]), nested = {limit = ARGV[2]}}
config.nested.limit = tonumber(config.nested.limit)
local state = {}
state.used = redis.call('GET', KEYS[1]) or '0'
state.used = tonumber(state.used)
local bucket = load(KEYS[1])
if state.used < config.limit and config.nested.limit < 5 and bucket.max < 3 then return 1 end
return 0
