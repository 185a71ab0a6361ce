-- shows: k | 7 | attempt to compare
if ARGV[1] > 5 then
  return 1
end
return 0
