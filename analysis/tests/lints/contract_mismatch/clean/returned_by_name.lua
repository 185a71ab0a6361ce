-- declare: keys = 0, args = 0, returns = map(remaining, allowed)
-- returns {allowed, remaining, reset}
if redis.call('TIME')[1] == '0' then return false end
return {'allowed', 1, 'remaining', 2, 'reset', 3}
