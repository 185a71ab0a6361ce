local function f()
  total = 1
end
return f()
