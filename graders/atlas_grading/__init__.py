"""What grades: exchange plug-ins, sandbox, judge, worker. Stays out of the wheel."""
