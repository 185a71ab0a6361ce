if KEYS[1] == 'a' then return redis.error_reply('ERR no') end
if KEYS[1] == 'b' then return redis.error_reply('LOCKED ' .. KEYS[1]) end
if KEYS[1] == 'c' then return {err = 'BUSYGROUP exists'} end
return redis.error_reply('MOVEDON to other things')
