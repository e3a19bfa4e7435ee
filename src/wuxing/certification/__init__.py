"""The certification body: from application to renewal, under rules that it cannot break."""
