-- declare: keys = 1
-- redis-script: allow(key_out_of_range)
local spare = KEYS[2]
return {KEYS[1], spare}
