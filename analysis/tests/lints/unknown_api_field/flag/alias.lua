local pack = table.pack
return #pack(1, 2)
