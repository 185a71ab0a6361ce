local function answer(found)
  if found then return 1 end
  return 0
end
return answer(redis.call('EXISTS', KEYS[1]) == 1) + answer(redis.call('DEL', KEYS[1]))
