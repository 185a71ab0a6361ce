-- declare: keys = 1, args = 1, returns = (u32, u32)
-- shows: k | 1 | Array([Integer(-2), Integer(0)])
local NO_SUCH_ITEM = -2
local stock = tonumber(redis.call('GET', KEYS[1]))
if not stock then
  return {NO_SUCH_ITEM, 0}
end
return {0, stock - tonumber(ARGV[1])}
