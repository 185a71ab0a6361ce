local x = 7 // 2
return x
