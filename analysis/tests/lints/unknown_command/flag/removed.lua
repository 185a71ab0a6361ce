return redis.call('STRALGO', 'LCS', 'STRINGS', 'a', 'b')
