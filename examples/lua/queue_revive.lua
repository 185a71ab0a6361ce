-- Lets the dead job ARGV[1] wait again, with all its attempts. KEYS: jobs, dead, waiting, meta, events.
-- Replies 1 if there was such a job.
local packed = redis.call('HGET', KEYS[1], ARGV[1])
local job = packed and cmsgpack.unpack(packed)
if not job or redis.call('LREM', KEYS[2], 1, ARGV[1]) == 0 then
  return 0
end
job.state, job.attempts = 'waiting', 0
redis.call('HSET', KEYS[1], ARGV[1], cmsgpack.pack(job))
local number = redis.call('HINCRBY', KEYS[4], 'number', 1)
redis.call('ZADD', KEYS[3], string.format('%.0f', (255 - job.priority) * 2 ^ 40 + number), ARGV[1])
redis.call('XADD', KEYS[5], 'MAXLEN', '~', 10000, '*', 'event', 'revived', 'job', ARGV[1])
return 1
