-- shows: | | Unknown
return redis.call('CONFIG GET', 'maxmemory')
