KEYS = {KEYS[1]}
return 1
