-- Leases the job ARGV[1] to the worker with the token ARGV[2] for ARGV[3] milliseconds from now on, if it still has
-- it. KEYS: jobs, leased. ARGV[4] is what to note as its progress; nothing, if it is empty. Replies 1 if it has it.

-- @include "lib/now_ms.lua"

local packed = redis.call('HGET', KEYS[1], ARGV[1])
local job = packed and cmsgpack.unpack(packed)
if not job or job.state ~= 'leased' or job.token ~= ARGV[2] then
  return 0
end
if ARGV[4] ~= '' then
  job.progress = ARGV[4]
  redis.call('HSET', KEYS[1], ARGV[1], cmsgpack.pack(job))
end
local ends = now_ms() + tonumber(ARGV[3])
redis.call('ZADD', KEYS[2], string.format('%.0f', ends), ARGV[1])
return 1
