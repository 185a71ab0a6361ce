-- declare: keys = 1, args = 1..=3
if ARGV[2] then
  return redis.call('SET', KEYS[1], ARGV[1], 'EX', ARGV[2])
end
return redis.call('SET', KEYS[1], ARGV[1])
-- then: TTL k
-- shows: k | a 10 c | Integer(10)
