-- run: k | add 5
local commands = { add = 'INCRBY', sub = 'DECRBY' }
return redis.call(commands[ARGV[1]], KEYS[1], ARGV[2])
