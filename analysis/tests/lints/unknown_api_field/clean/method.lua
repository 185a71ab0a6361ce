-- declare: keys = 0, args = 1
local list = {}
function list:split(by) return by end
local name = ARGV[1]
if name:sub(1, 1) == '{' then return name:upper():rep(2) end
local either = cjson.decode(ARGV[1]) or ARGV[1]
return {list:split(','), name:match('^%a+'), either:anything()}
