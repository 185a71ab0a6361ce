local x = math.floor(1.5) + math.pow(2, 2) + bit.band(1, 3) + string.len('a') + table.getn({})
return x .. redis.sha1hex('')
