-- declare: keys = 1.., args = 1..
local ttl = ARGV[#ARGV]
local pairs_to_set = {}
for i, k in ipairs(KEYS) do
  pairs_to_set[#pairs_to_set + 1] = k
  pairs_to_set[#pairs_to_set + 1] = ARGV[i]
end
redis.call('MSET', unpack(pairs_to_set))
for i = 1, #KEYS do redis.call('PEXPIRE', KEYS[i], ttl) end
return #KEYS
