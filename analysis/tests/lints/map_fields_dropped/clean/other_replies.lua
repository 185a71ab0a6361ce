local reply = {}
if ARGV[1] == 'a' then
  reply.ok = 'DONE'
else
  reply['err'] = 'ERR not done'
end
return reply
