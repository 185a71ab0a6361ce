-- declare: keys = 0, args = 0, errors = open
return 1
-- shows: | | Integer(1)
