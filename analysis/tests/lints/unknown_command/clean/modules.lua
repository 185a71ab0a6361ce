redis.call('JSON.SET', KEYS[1], '$', ARGV[1])
return redis.call('FT.SEARCH', 'index', ARGV[1])
