-- Notes that the attempt at the job ARGV[1] of the worker with the token ARGV[2] failed, with the error ARGV[3]: it is
-- tried again after a while, twice as long each time, from ARGV[4] milliseconds up to ARGV[5]; or it is dead, after
-- its last attempt. KEYS: jobs, leased, delayed, dead, events. The last ARGV[6] dead ones are kept.
-- Replies in how many milliseconds it is tried again; -1 if it is dead; -2 if the worker did not have it any more.

-- @include "lib/now_ms.lua"

local packed = redis.call('HGET', KEYS[1], ARGV[1])
local job = packed and cmsgpack.unpack(packed)
if not job or job.state ~= 'leased' or job.token ~= ARGV[2] then
  return -2
end
redis.call('ZREM', KEYS[2], ARGV[1])
job.error = ARGV[3]
local delay_ms = -1
if job.attempts < job.most then
  job.state = 'delayed'
  delay_ms = math.min(tonumber(ARGV[4]) * 2 ^ (job.attempts - 1), tonumber(ARGV[5]))
  local due_ms = now_ms() + delay_ms
  redis.call('ZADD', KEYS[3], string.format('%.0f', due_ms), ARGV[1])
else
  job.state = 'dead'
  redis.call('LPUSH', KEYS[4], ARGV[1])
end
redis.call('HSET', KEYS[1], ARGV[1], cmsgpack.pack(job))
while redis.call('LLEN', KEYS[4]) > tonumber(ARGV[6]) do
  redis.call('HDEL', KEYS[1], redis.call('RPOP', KEYS[4]))
end
redis.call('XADD', KEYS[5], 'MAXLEN', '~', 10000, '*', 'event', job.state == 'dead' and 'dead' or 'failed', 'job', ARGV[1])
return delay_ms
