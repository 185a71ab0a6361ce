-- run: k | a b
local rows = {}
for i, id in ipairs(ARGV) do
  local row = {}
  row[1] = i
  row[2] = id
  table.insert(rows, row)
end
return rows
