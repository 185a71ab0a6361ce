-- declare: keys = 1, args = 0, errors = open
if redis.call('EXISTS', KEYS[1]) == 0 then
  return redis.error_reply('MISSING there is none')
end
error({ err = 'QUOTA is used up' })
-- shows: k | | Error("MISSING there is none")
