if redis.call('GET', KEYS[1]) then
  return 1
end
if redis.call('ZRANK', KEYS[1], ARGV[1]) then
  return 2
end
if redis.call('SET', KEYS[1], ARGV[1], 'NX') then
  return 3
end
if redis.call('ZSCORE', KEYS[1], ARGV[1]) then
  return 4
end
return 0
