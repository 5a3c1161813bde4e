"""What is due: from a person's state and the organisation, the tasks that wait for each office on a day."""
