local max = 18446744073709551615
return tostring(max)
