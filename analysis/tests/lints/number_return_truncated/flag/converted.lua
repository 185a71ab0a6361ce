-- declare: returns = Option<f64>
-- shows: k | 1.5 | Integer(1)
return tonumber(ARGV[1])
