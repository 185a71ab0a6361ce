if redis.pcall('EXISTS', KEYS[1]) then
  return 1
end
return 0
