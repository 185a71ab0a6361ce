-- declare: keys = 1, args = 1..=2
if #ARGV == 2 then
  return redis.call('SET', KEYS[1], ARGV[1], 'EX', ARGV[2])
end
return redis.call('SET', KEYS[1], ARGV[1])
