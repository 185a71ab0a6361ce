local table = {pack = function(...) return {...} end}
return table.pack(1)
