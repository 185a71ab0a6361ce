-- declare: keys = 3
return #KEYS
