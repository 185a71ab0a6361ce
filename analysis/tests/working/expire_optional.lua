-- run: k | v 10 NX
local args = { 'SET', KEYS[1], ARGV[1] }
if ARGV[2] and ARGV[2] ~= '' then args[#args + 1] = 'EX' args[#args + 1] = ARGV[2] end
if ARGV[3] then table.insert(args, ARGV[3]) end
return redis.call(unpack(args))
