local _G = {}
_G.x = 1
return _G.x
