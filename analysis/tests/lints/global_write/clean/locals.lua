local count
count = 1
local function f()
  count = count + 1
end
f()
return count
