local max = 18446744073709551615
return tostring(max)
-- shows: | | 1.844674407371e+19
