-- declare: keys = 0, args = 0, errors = open, allow(variant_without_code)
return 1
