-- declare: keys = 3, args = 5
-- KEYS[1] -> unique key, KEYS[2] -> task, KEYS[3] -> pending
-- ARGV[1] -> id, ARGV[2] -> uniqueness ttl, ARGV[3] -> message, ARGV[4] -> timeout, ARGV[5] -> now
local ok = redis.call("SET", KEYS[1], ARGV[1], "NX", "EX", ARGV[2])
if not ok then
  return -1
end
if redis.call("EXISTS", KEYS[2]) == 1 then
  return 0
end
redis.call("HSET", KEYS[2],
           "msg", ARGV[3],
           "state", "pending",
           "pending_since", ARGV[5],
           "timeout", ARGV[4],
           "unique_key", KEYS[1])
redis.call("LPUSH", KEYS[3], ARGV[1])
return 1
