"""What each question of the API comes to, as plain data: no server in here, so it runs in any process."""
