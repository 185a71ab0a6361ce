-- run: a b c | tok 1000
local locked = {}
for i, key in ipairs(KEYS) do
  if redis.call('SET', key, ARGV[1], 'NX', 'PX', ARGV[2]) then locked[#locked + 1] = key
  else for _, k in ipairs(locked) do redis.call('DEL', k) end return 0 end
end
return #locked
