-- declare: keys = 1.., args = 0
local unpack = table.unpack or unpack
local pack = table.pack or function(...) return {n = select('#', ...), ...} end
local values = pack(redis.call('MGET', unpack(KEYS)))
return values[1]
