-- declare: keys = 1, args = 1, returns = (bool, u64, Option<String>, Vec<u64>, f64)
local value = redis.call('GET', KEYS[1])
if not value then return {false, '12', false, {}, '0.5'} end
if value == ARGV[1] then return {true, redis.call('STRLEN', KEYS[1]), value, {1, '2', tonumber(value)}, 1} end
return {1, ARGV[1], redis.status_reply('OK'), redis.call('LRANGE', KEYS[1], 0, -1), ARGV[1]}
