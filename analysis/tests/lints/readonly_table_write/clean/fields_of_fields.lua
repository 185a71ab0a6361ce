local t = {string = {}}
t.string.x = 1
return t.string.x
