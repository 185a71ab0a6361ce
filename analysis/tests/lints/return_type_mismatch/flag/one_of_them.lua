-- declare: keys = 1, args = 1, returns = i64
-- shows: k | 5 | Bulk("no such account")
if redis.call('EXISTS', KEYS[1]) == 0 then
  return 'no such account'
end
return redis.call('INCRBY', KEYS[1], ARGV[1])
