local fail = redis.error_reply
local text = 'ASK me'
return fail(text)
