-- shows: k | | Array([Integer(1)])
return {1, remaining = 5}
