if redis.call('GET', 'x') == null then return 1 end
-- shows: k q z | 7 8 9 | nonexistent global variable
