-- declare: args = 1
local limit = tonumber(ARGV[1])
local window = tonumber(ARGV[2])
return limit * window
-- shows: k | 7 | attempt to perform arithmetic
