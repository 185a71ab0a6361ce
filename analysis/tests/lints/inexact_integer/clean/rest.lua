-- declare: keys = 1, args = 1.., parameters = (id: u64), parameters_rest = (values: f64), warn(inexact_integer)
local sum = 0
for i = 2, #ARGV do
  sum = sum + tonumber(ARGV[i])
end
for _, value in ipairs(ARGV) do
  sum = sum + value
end
redis.call('SADD', KEYS[1], ARGV[1])
return tostring(sum)
