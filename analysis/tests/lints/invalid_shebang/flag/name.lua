#!lua name=limits
return 1
