-- declare: keys = 2, allow(key_out_of_range)
return {KEYS[0], KEYS[1]}
