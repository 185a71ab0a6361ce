-- declare: args = 1
local function number(text, default)
  return tonumber(text) or default
end
local opts = {limit = ARGV[1], burst = ARGV[3]}
if opts.burst then return 1 end
return number(opts.limit, 1) + number(ARGV[2], 5)
