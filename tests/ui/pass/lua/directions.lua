-- Text whose direction ‮turns‬.
return "\\"
