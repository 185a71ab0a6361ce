return redis.call('SADD', KEYS[1], unpack(ARGV, 2, #ARGV))
-- shows: k | a×9000 | too many results to unpack
