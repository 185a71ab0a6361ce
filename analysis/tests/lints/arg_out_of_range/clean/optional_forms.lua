-- declare: keys = 1, args = 1
local value = ARGV[1]
local ttl = tonumber(ARGV[2]) or 60
local mode = ARGV[3]
if mode then redis.call('SET', KEYS[1] .. ':mode', mode) end
local cost = ARGV[4] and tonumber(ARGV[4]) or 1
local limit = tonumber(ARGV[5])
if limit ~= nil and limit > cost then return 1 end
local owner = ARGV[6]
if not owner then owner = 'nobody' end
local tag = ARGV[7]
tag = tag or 'none'
local burst = tonumber(ARGV[8] or 5)
local late
late = ARGV[9]
if nil == late then late = 0 end
if type(ARGV[10]) == 'nil' then burst = 1 end
while ARGV[11] do break end
local step = tonumber(ARGV[12])
step = step and step * 2
return {value, ttl, owner, tag, burst, step, redis.call('GET', KEYS[1])}
