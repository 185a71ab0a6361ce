_G.x = 1
_G['y'] = 2
local globals = _G
globals.z = 3
