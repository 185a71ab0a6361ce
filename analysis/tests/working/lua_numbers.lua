-- run: k | 7.5
local n = tonumber(ARGV[1])
return { math.floor(n), math.ceil(n), n % 2, 2 ^ 10, -n, tostring(n), 10 / 4 }
