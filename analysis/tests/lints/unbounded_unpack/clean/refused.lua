if #ARGV > 1000 then return redis.error_reply('ERR too many members') end
return redis.call('SADD', KEYS[1], unpack(ARGV))
