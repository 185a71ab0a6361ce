#!lua5.1
return +
