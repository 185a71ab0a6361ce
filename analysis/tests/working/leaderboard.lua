-- run: lb | alice 50
redis.call('ZADD', KEYS[1], 'GT', 'CH', ARGV[2], ARGV[1])
local rank = redis.call('ZREVRANK', KEYS[1], ARGV[1])
local score = redis.call('ZSCORE', KEYS[1], ARGV[1])
return { rank + 1, score, redis.call('ZREVRANGE', KEYS[1], 0, 9, 'WITHSCORES') }
