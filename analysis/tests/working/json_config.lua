-- run: k | {"limits":[{"max":5,"window":10},{"max":50,"window":60}]}
local cfg = cjson.decode(ARGV[1])
local now = tonumber(redis.call('TIME')[1])
for i, l in ipairs(cfg.limits) do
  local key = KEYS[1] .. ':' .. l.window
  local bucket = math.floor(now / l.window)
  local n = redis.call('HINCRBY', key, bucket, 1)
  if n == 1 then redis.call('EXPIRE', key, l.window * 2) end
  if n > l.max then return { 0, i } end
end
return { 1, 0 }
