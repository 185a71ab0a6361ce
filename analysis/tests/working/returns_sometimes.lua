-- run: s | 5
local function noop() end
local function maybe(v) if v > 3 then return v end end
noop()
local r = maybe(tonumber(ARGV[1]))
if r then redis.call('SET', KEYS[1], r) end
local s = maybe(1) or 0
return s + (r or 0)
