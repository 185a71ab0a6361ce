local members = redis.call('SMEMBERS', KEYS[1])
if #members > 0 then
  redis.call('DEL', unpack(members))
end
-- before: SADD k a×9000
-- shows: k | | too many results to unpack
