-- declare: args = 2
local a, b, c = unpack(ARGV)
c = c or 'x'
return {a, b, c}
