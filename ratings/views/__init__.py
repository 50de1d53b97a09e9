"""Who answers: functions, one module a noun."""
