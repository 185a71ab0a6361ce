-- run: s | 5
local defaults = {limit = 10, window = 60}
local given = {limit = ARGV[1]}
local opts = {}
for k, v in pairs(defaults) do opts[k] = v end
for k, v in pairs(given) do opts[k] = tonumber(v) end
if redis.call('INCR', KEYS[1]) > opts.limit then return 0 end
return opts.window
