local function over(value)
  return tonumber(value) > 5
end
local function same(one, other)
  return one == other
end
return over(ARGV[1]) and same(ARGV[1], '7')
