local function f(...)
  return select('#', ...)
end
return arg
