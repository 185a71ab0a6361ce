-- run: k | x
local res = {}
res.ok = 'DONE'
return res
