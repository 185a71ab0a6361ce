-- run: k | v
local out = {}
for i = 1, 2 do
  local row = {}
  row[1] = i
  row[2] = 'r' .. i
  out[#out + 1] = row
end
return out
