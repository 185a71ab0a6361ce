-- run: k | a b c
local reply = {unpack(ARGV)}
reply[4] = 'd'
return reply
