-- shows: k | v | Integer(0)
local function worked(reply)
  return reply == 'OK'
end
if worked(redis.call('MSET', KEYS[1], ARGV[1])) then return 1 end
return 0
