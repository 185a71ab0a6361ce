-- Adds one to each of KEYS. Replies how many there were.
--
-- `redis.call` raises: the first key that holds no number ends the script. What was done before stays done.
for _, key in ipairs(KEYS) do
  redis.call('INCR', key)
end
return #KEYS
