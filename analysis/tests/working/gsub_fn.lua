-- run: k | hello
local s = string.gsub(ARGV[1], '%a', function(c) return string.upper(c) end)
return s
