-- shows >=7.0: | | not allowed from script
return redis.pcall('CLIENT', 'ID')
