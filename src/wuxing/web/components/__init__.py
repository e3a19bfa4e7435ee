"""Drawing of what stands often on a page, as plain functions; `templatetags/wx.py` gives them to templates."""
