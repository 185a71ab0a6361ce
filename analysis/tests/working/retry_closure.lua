-- run: s | 3
local function retry(times, f)
  local result
  for i = 1, times do
    result = f(i)
    if result then break end
  end
  return result or -1
end
return retry(tonumber(ARGV[1]), function(i) if i == 2 then return redis.call('INCR', KEYS[1]) end end)
