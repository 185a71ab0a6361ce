local function f()
  total = 1
end
return f()
-- shows: k q z | 7 8 9 | Attempt to modify a readonly table
