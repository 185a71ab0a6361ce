-- shows: | 1 | Integer(0)
if ARGV[1] == 1 then
  return 1
end
return 0
