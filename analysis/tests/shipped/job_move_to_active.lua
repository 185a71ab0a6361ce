-- declare: keys = 3, args = 3
local rcall = redis.call
local jobId
local function promote(key, now)
  local jobs = rcall("ZRANGEBYSCORE", key, 0, now * 0x1000, "LIMIT", 0, 1000)
  if (#jobs > 0) then
    rcall("ZREM", key, unpack(jobs))
    for _, id in ipairs(jobs) do rcall("LPUSH", KEYS[1], id) end
  end
end
promote(KEYS[3], tonumber(ARGV[1]))
if (ARGV[2] ~= "") then
  jobId = ARGV[2]
  if (rcall("ZREM", KEYS[2], jobId) == 0) then
    jobId = nil
  end
else
  jobId = rcall("RPOPLPUSH", KEYS[1], KEYS[2])
end
if jobId then
  rcall("HSET", "job:" .. jobId, "processedOn", ARGV[3])
  return {rcall("HGETALL", "job:" .. jobId), jobId}
end
return {0, 0}
