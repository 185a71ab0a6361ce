-- run: k | v
if redis.call('type', KEYS[1]).ok == 'none' then return 1 end
return 0
