#!lua flags=NO-WRITES
return 1
