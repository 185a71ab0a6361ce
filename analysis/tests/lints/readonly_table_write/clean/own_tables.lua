local string = {}
function string.split(text) return {text} end
local cache = {}
cache.redis = 1
return string.split('a')
