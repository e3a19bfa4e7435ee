"""4 报修、送修和上门维修服务控制程序: from the call to the closed work order."""
