return redis.call('STRALGO', 'LCS', 'STRINGS', 'a', 'b')
-- shows >=7.0: k q z | 7 8 9 | Unknown
