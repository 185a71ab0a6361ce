-- ends its lines with CR LF
return 1
