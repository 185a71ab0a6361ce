return os.clock()
-- shows redis <7.4: k q z | 7 8 9 | nonexistent global variable
