-- run: k | v
local r = {}
r['ok'] = 'QUEUED'
return r
