-- shows: k | 7 | attempt to compare
local function over(value)
  return value > 5
end
return over(ARGV[1])
