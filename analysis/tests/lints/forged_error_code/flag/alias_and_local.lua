local fail = redis.error_reply
local text = 'ASK me'
return fail(text)
-- shows >=7.0: k | 7 8 9 | Error("ASK
