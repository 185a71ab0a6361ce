-- shows >=7.0: k | | Wrong number of args
return redis.call('OBJECT', 'ENCODING')
