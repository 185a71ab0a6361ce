print('here')
return 1
