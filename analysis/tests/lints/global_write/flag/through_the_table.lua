_G.x = 1
_G['y'] = 2
local globals = _G
globals.z = 3
-- shows: k q z | 7 8 9 | Attempt to modify a readonly table
