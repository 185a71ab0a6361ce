if redis.call('SET', KEYS[1], ARGV[1], 'GET') == 'old' then
  return 1
end
if redis.call('GET', KEYS[1]) == 'OK' then
  return 2
end
if redis.call('PING', 'x') == 'x' then
  return 3
end
return redis.call(ARGV[2], KEYS[1]) == 'OK'
