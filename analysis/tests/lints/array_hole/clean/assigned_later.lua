local owner
if KEYS[1] then owner = 'x' end
return {1, owner, 3}
