local reply = {}
reply[2] = 'b'
reply[1] = 'a'
if ARGV[1] then reply[3] = ARGV[1] else reply[3] = false end
return reply
