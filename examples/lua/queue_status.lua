#!lua flags=no-writes
-- Replies of the job ARGV[1] among KEYS[1]: its state, the attempts so far, the last progress and the last error, each
-- empty if there was none; null if there is no such job.
local packed = redis.call('HGET', KEYS[1], ARGV[1])
if not packed then
  return false
end
local job = cmsgpack.unpack(packed)
return { job.state, job.attempts, job.progress or '', job.error or '' }
