local t = table
t.unpack = unpack
return 1
