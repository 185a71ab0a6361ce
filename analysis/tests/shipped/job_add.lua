-- declare: keys = 4, args = 2..
--[[
  Adds a job.
    KEYS[1] wait, KEYS[2] paused, KEYS[3] meta, KEYS[4] id counter
    ARGV[1] packed arguments, ARGV[2] payload, ARGV[3] priority (optional)
]]
local rcall = redis.call
local jobId = rcall("INCR", KEYS[4])
local args = cmsgpack.unpack(ARGV[1])
local prefix, customId = args[1], args[2]
if customId ~= "" and customId then jobId = customId end
local jobIdKey = prefix .. jobId
local priority = tonumber(ARGV[3]) or 0
local function getTargetQueueList(metaKey, waitKey, pausedKey)
  if rcall("HEXISTS", metaKey, "paused") ~= 1 then
    return waitKey, false
  else
    return pausedKey, true
  end
end
rcall("HSET", jobIdKey, "data", ARGV[2], "priority", priority)
local target, paused = getTargetQueueList(KEYS[3], KEYS[1], KEYS[2])
rcall(priority > 0 and "RPUSH" or "LPUSH", target, jobId)
return jobId .. "" -- convert to string
