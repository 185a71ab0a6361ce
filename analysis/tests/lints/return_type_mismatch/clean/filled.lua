-- declare: keys = 0, args = 1, returns = (i64, i64)
local reply = {}
reply[1] = 1
if ARGV[1] == 'a' then reply[2] = 2 else reply[2] = 3 end
return reply
