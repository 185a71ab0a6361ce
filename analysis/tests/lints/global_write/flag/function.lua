function allowed(n)
  return n > 1
end
return 1
-- shows: k q z | 7 8 9 | Attempt to modify a readonly table
