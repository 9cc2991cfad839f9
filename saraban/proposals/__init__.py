"""What a letter says of itself, proposed for the register's columns. Pure: no database, no Django, no clock."""
