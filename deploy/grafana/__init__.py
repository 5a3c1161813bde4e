"""The operators' dashboard: a table of panels, and the JSON that Grafana is provisioned with, made from it."""
