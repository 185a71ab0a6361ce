for i = 1, 2 do
  cjson[i] = i
end
