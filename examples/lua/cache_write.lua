-- Puts ARGV[1] into the cache at KEYS[1] for ARGV[2] milliseconds, if ARGV[3] is 0 or the version that is there.
-- Takes the mark KEYS[2] from whoever computes: what that comes to is older. Replies the new version, or 0 if
-- another was there.
local old = redis.call('HGET', KEYS[1], 'version')
if ARGV[3] ~= '0' and ARGV[3] ~= old then
  return 0
end
-- Newer than all before, also than those of entries that are forgotten: so it is a time.
local time = redis.call('TIME')
local version = tonumber(time[1]) * 1e6 + tonumber(time[2])
version = math.max(version, tonumber(old or 0) + 1)
-- Nobody knows how long this value takes to compute: what was known stays.
redis.call('HSET', KEYS[1], 'value', ARGV[1], 'version', string.format('%.0f', version))
redis.call('PEXPIRE', KEYS[1], ARGV[2])
redis.call('DEL', KEYS[2])
return version
