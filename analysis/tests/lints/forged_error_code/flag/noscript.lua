if redis.call('EXISTS', KEYS[1]) == 0 then
  return redis.error_reply('NOSCRIPT No matching script. Please use EVAL.')
end
return 1
-- shows >=7.0: k | | Error("NOSCRIPT
