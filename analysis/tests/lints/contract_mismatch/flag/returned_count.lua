-- declare: keys = 0, args = 0, returns = struct(allowed, remaining)
-- returns {allowed, remaining, reset}
return {1, 2}
-- shows nothing: the header and the function disagree, which no server sees
