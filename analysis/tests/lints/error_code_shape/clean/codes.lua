if ARGV[1] == 'a' then return redis.error_reply('ERR no such job') end
if ARGV[1] == 'b' then return {err = 'NOT_FOUND ' .. KEYS[1]} end
if ARGV[1] == 'c' then return redis.error_reply('LOCKED') end
if ARGV[1] == 'd' then return redis.error_reply('-LOCKED by another') end
return redis.error_reply('WRONG' .. ARGV[1])
