-- declare: min_server = "redis 7.4"
return os.time()
-- shows redis >=7.4: | | attempt to call field 'time'
