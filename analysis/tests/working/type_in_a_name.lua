-- run: s | 1
local value = redis.call('GET', KEYS[1]) or 0
local is_text = type(value) == 'string'
if is_text then value = tonumber(value) end
if value > 10 then return 0 end
redis.call('SET', KEYS[1], value + ARGV[1])
return value
