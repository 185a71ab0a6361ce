-- declare: returns = i64
return redis.error_reply('MYCODE never')
