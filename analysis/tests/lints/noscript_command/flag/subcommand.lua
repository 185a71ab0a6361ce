-- shows >=7.0: | | not allowed from script
return redis.call('CONFIG', 'GET', 'maxmemory')
