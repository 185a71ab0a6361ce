-- run: k | v
local s = {}
s.hits = redis.call('INCR', KEYS[1])
s.ttl = redis.call('TTL', KEYS[1])
return { 'hits', s.hits, 'ttl', s.ttl }
