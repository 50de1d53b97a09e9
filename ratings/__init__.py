"""Ofsted ratings over time: the Django project and its one app."""
