local job = {}
job.id = ARGV[1]
redis.call('SET', KEYS[1], cjson.encode(job))
return job
