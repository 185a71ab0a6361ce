-- Puts the job ARGV[1] with the payload ARGV[2] into a queue, unless it knows a job of that name.
--
-- KEYS: jobs, waiting, delayed, meta, events; ARGV[3] is how many milliseconds to wait first, ARGV[4] the priority,
-- from 0 to 255, the greater the sooner, and ARGV[5] how many attempts it has. Replies 1 if it was put in.

-- @include "lib/now_ms.lua"

if redis.call('HEXISTS', KEYS[1], ARGV[1]) == 1 then
  return 0
end
local delay_ms = tonumber(ARGV[3])
local job = {
  payload = ARGV[2], priority = tonumber(ARGV[4]), most = tonumber(ARGV[5]), attempts = 0,
  state = delay_ms > 0 and 'delayed' or 'waiting',
}
redis.call('HSET', KEYS[1], ARGV[1], cmsgpack.pack(job))
if delay_ms > 0 then
  local due_ms = now_ms() + delay_ms
  redis.call('ZADD', KEYS[3], string.format('%.0f', due_ms), ARGV[1])
else
  -- First by priority, then in the order of their coming: 255 times 2^40 and a number are exact.
  local number = redis.call('HINCRBY', KEYS[4], 'number', 1)
  redis.call('ZADD', KEYS[2], string.format('%.0f', (255 - job.priority) * 2 ^ 40 + number), ARGV[1])
end
redis.call('XADD', KEYS[5], 'MAXLEN', '~', 10000, '*', 'event', 'enqueued', 'job', ARGV[1])
return 1
