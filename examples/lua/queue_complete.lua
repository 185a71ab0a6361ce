-- Ends the job ARGV[1] well, if the worker with the token ARGV[2] still has it. KEYS: jobs, leased, done, events.
-- The last ARGV[3] that were done are kept. Replies 1 if it had it.
local packed = redis.call('HGET', KEYS[1], ARGV[1])
local job = packed and cmsgpack.unpack(packed)
if not job or job.state ~= 'leased' or job.token ~= ARGV[2] then
  return 0
end
redis.call('ZREM', KEYS[2], ARGV[1])
job.state = 'done'
redis.call('HSET', KEYS[1], ARGV[1], cmsgpack.pack(job))
redis.call('LPUSH', KEYS[3], ARGV[1])
while redis.call('LLEN', KEYS[3]) > tonumber(ARGV[3]) do
  redis.call('HDEL', KEYS[1], redis.call('RPOP', KEYS[3]))
end
redis.call('XADD', KEYS[4], 'MAXLEN', '~', 10000, '*', 'event', 'done', 'job', ARGV[1])
return 1
