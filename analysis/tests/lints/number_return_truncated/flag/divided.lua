-- declare: returns = f64
-- shows: k | | Integer(0)
return 1 / 3
