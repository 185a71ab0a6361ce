-- run: k | 5
local n = assert(tonumber(ARGV[1]), 'ERR not a number')
return n
