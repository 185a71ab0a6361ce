-- shows: k | f | Integer(1)
local call = redis.call
local count = 0
while call('LLEN', KEYS[1]) do
  count = count + 1
  if count == 1 then
    return count
  end
end
