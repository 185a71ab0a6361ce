if KEYS[1] then
  return 1
-- shows: k | | near '<eof>'
