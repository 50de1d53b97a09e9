"""The views: functions, one module per subject."""
