-- shows: k | a | Array([])
local function report()
  local reply = {}
  reply[2] = ARGV[1]
  return reply
end
return report()
