local goto = 0x1p4;
local t = {1; 2, [3] = 4,}
return #t + goto + 3. + .5
