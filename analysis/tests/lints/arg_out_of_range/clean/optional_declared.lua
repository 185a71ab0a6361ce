-- declare: keys = 1, args = 1..=5
local ttl = tonumber(ARGV[2]) or 60
local only_new = ARGV[3] == 'NX'
local owner = ARGV[4]
if owner ~= '' and owner then
  redis.call('SADD', KEYS[1], owner)
end
local old = redis.call('GET', KEYS[1])
if ARGV[5] ~= old and not only_new then
  redis.call('SET', KEYS[1], ARGV[1], 'EX', ttl)
end
