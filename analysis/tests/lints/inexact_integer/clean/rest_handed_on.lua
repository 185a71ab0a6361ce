-- declare: keys = 1, args = 0.., parameters_rest = (ids: u64), warn(inexact_integer)
for i = 1, #ARGV do
  redis.call('SADD', KEYS[1], ARGV[i])
end
return #ARGV
