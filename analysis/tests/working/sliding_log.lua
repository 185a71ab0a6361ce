-- run: z | 1000 5 60000
local current_time = redis.call('TIME')
local num_window = ARGV[3]
local trim_time = tonumber(current_time[1]) - tonumber(num_window)
redis.call('ZREMRANGEBYSCORE', KEYS[1], 0, trim_time)
local request_count = redis.call('ZCARD', KEYS[1])
if request_count < tonumber(ARGV[2]) then
  redis.call('ZADD', KEYS[1], current_time[1], current_time[1] .. current_time[2])
  redis.call('EXPIRE', KEYS[1], num_window)
  return 0
end
return 1
