-- Adds one to each of KEYS. Replies how many were done, and the keys that hold no number.
--
-- `redis.pcall` gives an error as a table with the field `err`, and the script goes on.
local done = 0
local failed = {}
for _, key in ipairs(KEYS) do
  local reply = redis.pcall('INCR', key)
  if type(reply) == 'table' and reply.err then
    failed[#failed + 1] = key
  else
    done = done + 1
  end
end
return { done, failed }
