-- declare: keys = 0, args = 0, returns = struct(remaining, allowed)
-- returns {allowed, remaining}
return {1, 2}
