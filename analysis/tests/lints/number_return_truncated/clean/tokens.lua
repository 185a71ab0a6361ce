-- declare: returns = (bool, f64)
local tokens = tonumber(redis.call('GET', KEYS[1]) or 0) * 0.5
if tokens < 1 then
  return {false, tostring(tokens)}
end
return {1, string.format('%.3f', tokens)}
