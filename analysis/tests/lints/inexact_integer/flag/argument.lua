-- declare: keys = 1, args = 5..=6, parameters = (id: u64, delta: &i64, big: &'a u128, n: u32, at: usize, ttl: isize), warn(inexact_integer)
local id = ARGV[1]
local limit = tonumber(id)
local rest = ARGV[2] - limit - tonumber(ARGV[1])
if rest > 0 then
  rest = -(ARGV[3])
end
local ttl = ARGV[6] or 60
redis.call('EXPIRE', KEYS[1], tonumber(ttl), 'NX')
return redis.call('INCRBY', KEYS[1], rest + ARGV[4] % ARGV[5])
-- shows >=7.0: k | 9007199254740993 9007199254740993 1 0 1 | Integer(-9007199254740992)
