return table.unpack({1, 2})
