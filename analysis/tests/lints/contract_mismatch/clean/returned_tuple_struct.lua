-- declare: keys = 0, args = 0, returns = struct(0, 1)
-- returns {allowed, remaining}
return {1, 2}
