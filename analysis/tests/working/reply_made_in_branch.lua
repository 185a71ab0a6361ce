-- run: s | 5
local reply = {}
if redis.call('EXISTS', KEYS[1]) == 0 then reply = {1, 2, 3} else reply = {1} end
reply[#reply + 1] = tonumber(ARGV[1])
return reply
