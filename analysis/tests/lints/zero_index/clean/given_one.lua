local reply = redis.call('TIME')
reply[0] = 'x'
ARGV[0] = 'x'
return {reply[0], ARGV[0]}
