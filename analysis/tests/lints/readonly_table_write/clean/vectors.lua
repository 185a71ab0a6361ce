-- declare: keys = 1, args = 1
KEYS[1] = 'x' .. KEYS[1]
ARGV[1] = ARGV[1] .. 'y'
return {KEYS[1], ARGV[1]}
