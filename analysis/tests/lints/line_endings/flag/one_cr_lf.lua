local x = 1
return x
-- shows nothing: it runs, under another SHA1 than the same script with other line ends
