-- declare: returns = i64
if ARGV[1] == 'a' then
  return '12'
end
return redis.call('GET', KEYS[1])
