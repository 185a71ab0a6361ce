-- Gives the first job that waits to a worker, for ARGV[2] milliseconds; ARGV[1] is the token by which it will be known.
--
-- KEYS: jobs, waiting, delayed, leased, meta, dead, events. ARGV[3] is how many jobs may be claimed in ARGV[4]
-- milliseconds (0: any number), ARGV[5] how many dead jobs are kept. Replies the job's name, its payload, and which
-- attempt it is; or null, null, and 0; and in how many milliseconds to ask again (-1 if nobody knows).

-- @include "lib/now_ms.lua"

local now = now_ms()

local function report(event, id)
  redis.call('XADD', KEYS[7], 'MAXLEN', '~', 10000, '*', 'event', event, 'job', id)
end

local function read(id)
  local packed = redis.call('HGET', KEYS[1], id)
  return packed and cmsgpack.unpack(packed)
end

local function write(id, job)
  redis.call('HSET', KEYS[1], id, cmsgpack.pack(job))
end

local function let_wait(id, job)
  job.state = 'waiting'
  write(id, job)
  local number = redis.call('HINCRBY', KEYS[5], 'number', 1)
  redis.call('ZADD', KEYS[2], string.format('%.0f', (255 - job.priority) * 2 ^ 40 + number), id)
end

local function bury(id, job)
  job.state, job.error = 'dead', 'the lease ran out'
  write(id, job)
  redis.call('LPUSH', KEYS[6], id)
  while redis.call('LLEN', KEYS[6]) > tonumber(ARGV[5]) do
    redis.call('HDEL', KEYS[1], redis.call('RPOP', KEYS[6]))
  end
  report('dead', id)
end

-- Those of workers who were not heard of for a lease. A hundred at a time, so that no call takes long.
for _, id in ipairs(redis.call('ZRANGEBYSCORE', KEYS[4], '-inf', now, 'LIMIT', 0, 100)) do
  redis.call('ZREM', KEYS[4], id)
  local job = read(id)
  if job and job.attempts >= job.most then
    bury(id, job)
  elseif job then
    let_wait(id, job)
    report('lease ran out', id)
  end
end

-- Those whose time has come.
for _, id in ipairs(redis.call('ZRANGEBYSCORE', KEYS[3], '-inf', now, 'LIMIT', 0, 100)) do
  redis.call('ZREM', KEYS[3], id)
  local job = read(id)
  if job then
    let_wait(id, job)
  end
end

if redis.call('ZCARD', KEYS[2]) == 0 then
  local due = redis.call('ZRANGE', KEYS[3], 0, 0, 'WITHSCORES')[2]
  local lost = redis.call('ZRANGE', KEYS[4], 0, 0, 'WITHSCORES')[2]
  local next_ms = math.min(tonumber(due or math.huge), tonumber(lost or math.huge))
  return { false, false, 0, next_ms < math.huge and math.max(1, next_ms - now) or -1 }
end

local limit = tonumber(ARGV[3])
if limit > 0 then
  local window = redis.call('HMGET', KEYS[5], 'window', 'claimed')
  local ends = tonumber(window[1] or 0) + tonumber(ARGV[4])
  if ends <= now then
    redis.call('HSET', KEYS[5], 'window', now, 'claimed', 0)
  elseif tonumber(window[2] or 0) >= limit then
    return { false, false, 0, ends - now }
  end
  redis.call('HINCRBY', KEYS[5], 'claimed', 1)
end

local id = redis.call('ZPOPMIN', KEYS[2])[1]
local job = read(id)
if not job then
  -- Somebody deleted it behind the queue's back.
  return { false, false, 0, 1 }
end
job.state, job.token, job.attempts = 'leased', ARGV[1], job.attempts + 1
write(id, job)
redis.call('ZADD', KEYS[4], string.format('%.0f', now + tonumber(ARGV[2])), id)
report('claimed', id)
return { id, job.payload, job.attempts, 0 }
