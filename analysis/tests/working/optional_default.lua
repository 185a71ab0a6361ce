-- run: k | v
local limit = tonumber(ARGV[2] or 10)
local step = ARGV[3] and tonumber(ARGV[3]) or 1
return limit * step
