-- run: k | x
local function show(v) if type(v) == 'table' then return v.ok or v.err end return v end
return { show(redis.call('SET', KEYS[1], 1)), show(redis.call('GET', KEYS[1])), show(ARGV[1]) }
