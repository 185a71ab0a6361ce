-- declare: keys = 1..
for i = 0, #KEYS - 1 do
  redis.call('DEL', KEYS[i])
end
local from = 0
for n = from, 3 do
  if redis.call('EXISTS', KEYS[1]) == 1 then
    redis.call('RPUSH', KEYS[1], ARGV[n])
  end
end
-- shows: k | 7 8 9 | must be strings
