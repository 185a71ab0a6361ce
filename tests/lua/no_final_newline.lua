-- has no end of its last line
return 1