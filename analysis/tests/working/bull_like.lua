-- run: w a e d p | id1 123 {}
local rcall = redis.call
local waitKey, activeKey = KEYS[1], KEYS[2]
local function getTarget(paused, w, p)
  if rcall("HEXISTS", paused, "paused") ~= 1 then return w else return p end
end
local target = getTarget(KEYS[4], waitKey, KEYS[5])
rcall("LPUSH", target, ARGV[1])
local maxEvents = rcall("HGET", KEYS[4], "opts.maxLenEvents")
if maxEvents == false then maxEvents = 10000 end
rcall("XADD", KEYS[3], "MAXLEN", "~", maxEvents, "*", "event", "added", "jobId", ARGV[1])
local jobId = rcall("RPOPLPUSH", target, activeKey)
if jobId then
  rcall("HSET", waitKey .. ":" .. jobId, "ts", ARGV[2])
  return {rcall("HGETALL", waitKey .. ":" .. jobId), jobId}
end
return 0
