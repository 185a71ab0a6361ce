-- run: k | v
local ttl = ARGV[2]
if ttl then redis.call('SET', KEYS[1], ARGV[1], 'EX', ttl) else redis.call('SET', KEYS[1], ARGV[1]) end
return redis.status_reply('DONE')
