-- declare: keys = 0, args = 0.., parameters_rest = (ids: i64)
local sum = 0
for _, id in ipairs(ARGV) do
  sum = sum + id
end
return sum
-- shows: | 9007199254740993 | Integer(9007199254740992)
