-- declare: keys = 1, args = 0, errors = open, allow(variant_without_code)
if redis.call('EXISTS', KEYS[1]) == 0 then
  return redis.error_reply('ERR there is none')
end
return redis.call('GET', KEYS[1])
