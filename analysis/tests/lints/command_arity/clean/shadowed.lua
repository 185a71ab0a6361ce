local redis = {call = function(...) return select('#', ...) end}
return redis.call('GET')
