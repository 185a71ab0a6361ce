if KEYS[1] == 'a' then error({err = 'ERR no'}) end
if KEYS[1] == 'b' then error('no') end
error({[KEYS[1]] = 'no'})
