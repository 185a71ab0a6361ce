-- declare: keys = 2, args = 0, open_keys = (bucket)
return { KEYS[1], KEYS[2] }
