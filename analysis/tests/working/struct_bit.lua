-- run: k | x
local s = struct.pack('>I2', 258)
local n = struct.unpack('>I2', s)
return { n, bit.band(n, 255), bit.tohex(n), bit.lshift(1, 3), bit.bor(1, 2), struct.size('>I2') }
