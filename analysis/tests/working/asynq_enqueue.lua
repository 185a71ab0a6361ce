-- run: t p | msg id 60 1
if redis.call("EXISTS", KEYS[1]) == 1 then
	return 0
end
redis.call("HSET", KEYS[1],
           "msg", ARGV[1],
           "state", "pending",
           "pending_since", ARGV[4])
redis.call("LPUSH", KEYS[2], ARGV[2])
return 1
