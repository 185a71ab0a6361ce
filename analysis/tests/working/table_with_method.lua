-- run: k | v
local q = { items = {} }
function q.push(v) q.items[#q.items + 1] = v end
q.push('a') q.push('b')
return q.items
