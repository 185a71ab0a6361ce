-- declare: keys = 0, args = 0, returns = struct(allowed, reset_at, _left)
-- returns {allowed, resetAt, remaining}
return {1, 2, 3}
