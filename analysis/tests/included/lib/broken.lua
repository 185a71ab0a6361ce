local function broken()
  return {
end
