-- run: k | [1,2,3]
local arr = cjson.decode(ARGV[1])
arr[#arr + 1] = 4
return arr
