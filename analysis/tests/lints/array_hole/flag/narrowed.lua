-- shows: k | | Array([Integer(1)])
local value = ARGV[1]
if value == nil then
  return {1, value, 3}
end
return {1, value, 2}
