-- declare: returns = ()
return {count = 1}
