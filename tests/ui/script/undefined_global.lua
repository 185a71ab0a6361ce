local cjsn = require('cjson')
return cjsn.encode(redis.call('GET', KEYS[1]))
