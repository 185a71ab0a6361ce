-- run: k | v
local r = redis.call('SET', KEYS[1], ARGV[1], 'NX')
if r and r.ok == 'OK' then return 1 else return 0 end
