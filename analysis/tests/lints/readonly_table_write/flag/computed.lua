for i = 1, 2 do
  cjson[i] = i
end
-- shows: k q z | 7 8 9 | readonly table
