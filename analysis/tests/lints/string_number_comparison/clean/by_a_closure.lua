local limit = ARGV[1]
local function prepare()
  limit = tonumber(limit)
end
prepare()
if limit > 3 then
  return 1
end
return 0
