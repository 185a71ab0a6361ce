-- declare: keys = 4
local i = 1
while i < 4 do
  redis.call('COPY', KEYS[i], KEYS[i + 1])
  i = i + 2
end
