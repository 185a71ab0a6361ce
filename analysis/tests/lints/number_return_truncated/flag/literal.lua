-- declare: returns = f64
-- shows: k | | Integer(0)
return 0.5
