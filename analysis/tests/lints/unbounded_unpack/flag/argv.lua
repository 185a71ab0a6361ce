-- declare: keys = 1, args = 1..
return redis.call('SADD', KEYS[1], unpack(ARGV))
-- shows: k | a×9000 | too many results to unpack
