-- declare: keys = 1, args = 5, parameters = (id: u64, ttl: u32, rate: f64, name: &str, other: my::Id), warn(inexact_integer)
redis.call('SET', KEYS[1], ARGV[1], 'EX', ARGV[2])
if ARGV[1] == ARGV[4] then
  return ARGV[1] .. '1'
end
return ARGV[2] * tonumber(ARGV[3]) + tonumber(ARGV[5])
