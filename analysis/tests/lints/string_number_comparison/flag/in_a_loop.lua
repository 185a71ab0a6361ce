-- shows: k | 7 | attempt to compare
redis.call('ZADD', KEYS[1], ARGV[1], 'm')
local members, most = redis.call('ZRANGE', KEYS[1], 0, -1, 'WITHSCORES'), 0
for i = 2, #members, 2 do
  if members[i] > most then most = 1 end
end
return most
