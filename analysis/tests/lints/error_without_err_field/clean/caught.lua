local function f() error({code = 1}) end
local ok, e = pcall(f)
return type(e)
