-- declare: keys = 0, args = 1..
-- shows: | 1 2 | attempt to compare
local most = 0
for _, value in ipairs(ARGV) do
  if value > most then most = 1 end
end
return most
