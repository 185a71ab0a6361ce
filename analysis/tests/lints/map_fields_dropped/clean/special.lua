if KEYS[1] == 'a' then return {ok = 'DONE'} end
if KEYS[1] == 'b' then return {err = 'ERR no'} end
redis.setresp(3)
if KEYS[1] == 'c' then return {map = {a = 1}} end
return {double = 1.5}
