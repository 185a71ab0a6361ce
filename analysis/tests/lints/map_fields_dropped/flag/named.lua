-- shows: k | | Array([])
return {count = 1, name = 'a'}
