local goto, continue = 1, 2
return goto + continue
