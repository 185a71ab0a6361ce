local stock = redis.call('GET', KEYS[1]);;
return stock
