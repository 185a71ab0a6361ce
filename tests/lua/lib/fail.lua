-- Raises in line 3.
local function fail(message)
  error(message)
end
