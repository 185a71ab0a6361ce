-- declare: keys = 0, args = 0, returns = struct(allowed, left)
-- returns {allowed, remaining}
return {1, 2}
-- shows nothing: the header and the function disagree, which no server sees
