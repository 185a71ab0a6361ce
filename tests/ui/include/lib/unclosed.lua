local function now()
  if true then
  return 1
end
