-- shows: k | | Array([])
local function reply(value)
  return {value = value}
end
return reply(1)
