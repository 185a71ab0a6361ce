-- shows >=6.2: k | | bad argument
local ids = redis.call('LPOP', KEYS[1], 10)
for _, id in ipairs(ids) do redis.call('DEL', id) end
return 1
