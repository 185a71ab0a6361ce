-- shows: | | e+15
local time = redis.call('TIME')
return cjson.encode({at = time[1] * 1e6 + time[2]})
