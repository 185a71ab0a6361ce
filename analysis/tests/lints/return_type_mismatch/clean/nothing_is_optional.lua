-- declare: returns = Option<String>
if ARGV[1] == 'a' then
  return redis.call('GET', KEYS[1])
end
