local M = {}
function M.f() return 1 end
function M:g() return 2 end
M.x = 1
return M.f() + M:g()
