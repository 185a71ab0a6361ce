-- shows: k | | Integer(1)
local function answer(found)
  if found then return 1 end
  return 0
end
return answer(redis.call('EXISTS', KEYS[1]))
