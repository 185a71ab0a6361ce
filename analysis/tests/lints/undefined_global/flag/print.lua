print('here')
return 1
-- shows >=7.0: k q z | 7 8 9 | nonexistent global variable
