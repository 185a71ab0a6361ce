-- run: s | 5
local cfg = {limit = ARGV[1]}
local function convert(c) c.limit = tonumber(c.limit) end
convert(cfg)
if cfg.limit > 3 then redis.call('SET', KEYS[1], cfg.limit) end
return cfg.limit
