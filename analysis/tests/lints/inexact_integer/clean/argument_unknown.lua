-- declare: keys = 0, args = 2, warn(inexact_integer)
-- The types aren't known here, but where they are, the comment may be needed.
return ARGV[2] + tonumber(ARGV[1]) -- redis-script: allow(inexact_integer)
