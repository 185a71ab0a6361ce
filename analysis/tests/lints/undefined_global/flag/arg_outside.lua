local function f(...)
  return select('#', ...)
end
return arg
-- shows: k q z | 7 8 9 | nonexistent global variable
