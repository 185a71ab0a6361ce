-- declare: args = 3
local at = {limit = 1, window = 3}
return {ARGV[at.limit], ARGV[at.window]}
