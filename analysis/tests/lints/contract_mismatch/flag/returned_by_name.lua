-- declare: keys = 0, args = 0, returns = map(allowed, remaining)
-- returns {allowed, remaining}
return {'allowed', 1, 'left', 2}
-- shows nothing: the header and the function disagree, which no server sees
