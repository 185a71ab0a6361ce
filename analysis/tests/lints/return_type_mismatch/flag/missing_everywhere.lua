-- declare: returns = String
-- shows: k | v | Null
if ARGV[1] == 'a' then
  return false
end
return nil
