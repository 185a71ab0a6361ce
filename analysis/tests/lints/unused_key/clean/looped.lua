-- declare: keys = 3
for _, key in ipairs(KEYS) do
  redis.call('DEL', key)
end
