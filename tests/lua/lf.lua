-- ends its lines with LF
return 1
