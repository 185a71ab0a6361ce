local value
if ARGV[1] then
  value = ARGV[1]
else
  value = 'none'
end
return redis.call('SET', KEYS[1], value)
