-- declare: keys = 0, args = 0, returns = struct(allowed, remaining)
-- returns {allowed, remaining, reset}
return {1, 2}
