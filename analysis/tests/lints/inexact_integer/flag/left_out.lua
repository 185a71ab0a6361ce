-- declare: keys = 0, args = 1..=2, parameters = (ttl: u32, id: u64)
if ARGV[2] then
  return ARGV[1] + ARGV[2]
end
return ARGV[1] + 0
-- shows: | 0 9007199254740993 | Integer(9007199254740992)
