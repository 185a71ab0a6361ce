-- shows >=7.0: k | | Error("Job is gone
error({err = 'Job is gone'})
