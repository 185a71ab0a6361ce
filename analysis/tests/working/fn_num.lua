-- run: k | 5
local function num(v) if type(v) == 'string' then return tonumber(v) end return v or 0 end
return num(ARGV[1]) + num(redis.call('GET', KEYS[1])) + num(7)
