"""维修人员的一天: visits in order, one next step, capture on a bad line."""
