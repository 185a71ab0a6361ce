local reply = {count = 0}
for i = 1, #ARGV do
  reply[#reply + 1] = ARGV[i]
  reply.count = reply.count + 1
end
redis.call('SET', KEYS[1], reply.count)
return reply
