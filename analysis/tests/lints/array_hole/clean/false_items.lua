local value = redis.call('GET', KEYS[1])
if not value then
  return {0, false, 'missing'}
end
return {1, value, ARGV[1], 'found'}
