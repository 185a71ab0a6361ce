local x = 1
return 'a\r\n' .. x
