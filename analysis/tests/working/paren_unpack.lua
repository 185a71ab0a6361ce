-- run: a b | 1 2
return redis.call('DEL', (table.unpack or unpack)(KEYS))
