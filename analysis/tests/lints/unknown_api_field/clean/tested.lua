local unpack = table.unpack or unpack
if redis.setresp then redis.setresp(3) end
local pack = table.pack and table.pack(1) or {1}
return unpack(pack)
