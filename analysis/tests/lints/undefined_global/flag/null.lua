if redis.call('GET', 'x') == null then return 1 end
