-- declare: returns = (u64, u64, u64)
local function rest() return 2, 3 end
if ARGV[1] == 'a' then
  return {1, rest()}
end
return {1, unpack(redis.call('HVALS', KEYS[1]))}
