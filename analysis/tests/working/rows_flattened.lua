-- run: k | a b
local rows = {}
for i, id in ipairs(ARGV) do
  local row = {index = i}
  row.id = id
  rows[#rows + 1] = row
end
for i = 1, #rows do
  local row = rows[i]
  rows[i] = {row.index, row.id}
end
return rows
