-- run: k | x
return { double = 3.14 }
