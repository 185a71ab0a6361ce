-- Puts ARGV[2] into the cache at KEYS[1] for ARGV[3] milliseconds, if the mark KEYS[2] is still that of the caller
-- ARGV[1]: whoever took too long, or was overtaken by a write or a deletion, must not put an old value back.
-- ARGV[4] is how many milliseconds it took. Replies 1 if it was put.
if redis.call('GET', KEYS[2]) ~= ARGV[1] then
  return 0
end
-- A version is newer than all before, also than those of entries that are forgotten: so it is a time.
local time = redis.call('TIME')
local version = tonumber(time[1]) * 1e6 + tonumber(time[2])
version = math.max(version, tonumber(redis.call('HGET', KEYS[1], 'version') or 0) + 1)
redis.call('HSET', KEYS[1], 'value', ARGV[2], 'took_ms', ARGV[4], 'version', string.format('%.0f', version))
redis.call('PEXPIRE', KEYS[1], ARGV[3])
redis.call('DEL', KEYS[2])
return 1
