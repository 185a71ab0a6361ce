error({err = 'TRYAGAIN later'})
-- shows >=7.0: | | Error("TRYAGAIN later
