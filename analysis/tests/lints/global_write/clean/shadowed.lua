local KEYS = KEYS
KEYS = {KEYS[1]}
local redis = {}
redis = nil
return KEYS
