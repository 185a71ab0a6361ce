-- declare: keys = 0, args = 0, returns = struct(allowed, left)
-- returns {allowed, remaining}
return {1, 2}
