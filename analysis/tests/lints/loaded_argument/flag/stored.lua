local code = redis.call('GET', KEYS[1])
return assert(loadstring(code))()
-- before: SET k return␠7
-- shows: k | | Integer(7)
