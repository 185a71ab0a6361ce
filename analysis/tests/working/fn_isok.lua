-- run: k | v
local function isok(r) return r == 'OK' or (type(r) == 'table' and r.ok == 'OK') end
if isok(redis.call('SET', KEYS[1], ARGV[1])) then return 1 end
return 0
