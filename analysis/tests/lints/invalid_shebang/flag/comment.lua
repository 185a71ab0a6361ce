#!lua -- reads only
return 1
