-- shows: k | a | Integer(1)
if ARGV[1] == 'a' and redis.call('DEL', KEYS[1]) then
  return 1
end
return 0
