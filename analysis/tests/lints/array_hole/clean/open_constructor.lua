local reply = {unpack(ARGV)}
reply[4] = 'last'
local pairs_of = {[2] = 'b'}
pairs_of[1] = 'a'
pairs_of[3] = 'c'
return {reply, pairs_of}
