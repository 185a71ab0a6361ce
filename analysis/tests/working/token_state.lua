-- run: k | 10 1 100
local cap, rate, now = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local st = redis.call('HMGET', KEYS[1], 't', 'ts')
local t, ts = tonumber(st[1]), tonumber(st[2])
if t == nil then t = cap ts = now end
t = math.min(cap, t + (now - ts) * rate)
local ok = 0
if t >= 1 then t = t - 1 ok = 1 end
redis.call('HSET', KEYS[1], 't', t, 'ts', now)
redis.call('EXPIRE', KEYS[1], math.ceil(cap / rate))
return { ok, math.floor(t) }
