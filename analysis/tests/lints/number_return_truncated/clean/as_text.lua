-- declare: returns = f64
return tostring(1 / 3)
