error({err = 'TRYAGAIN later'})
