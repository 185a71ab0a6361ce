-- Counts a visitor ARGV[1] among those of KEYS[1], each once; they are forgotten ARGV[2] seconds after the first.
-- Replies whether this one is new, and how many there are.
local is_new = redis.call('SADD', KEYS[1], ARGV[1])
if redis.call('TTL', KEYS[1]) < 0 then
  redis.call('EXPIRE', KEYS[1], ARGV[2])
end
return { is_new, redis.call('SCARD', KEYS[1]) }
