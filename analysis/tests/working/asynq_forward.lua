-- run: s p | 100 task: q
-- setup: ZADD s 1 a 2 b
local ids = redis.call("ZRANGEBYSCORE", KEYS[1], "-inf", ARGV[1], "LIMIT", 0, 100)
for _, id in ipairs(ids) do
	local taskKey = ARGV[2] .. id
	local group = redis.call("HGET", taskKey, "group")
	if group and group ~= '' then
	    redis.call("ZADD", ARGV[3] .. group, ARGV[1], id)
		redis.call("ZREM", KEYS[1], id)
	else
		redis.call("LPUSH", KEYS[2], id)
		redis.call("ZREM", KEYS[1], id)
		redis.call("HSET", taskKey, "state", "pending", "pending_since", ARGV[1])
	end
end
return table.getn(ids)
