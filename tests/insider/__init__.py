"""What somebody does who owns the database. An app, so that its `flush` takes the place of Django's in the tests."""
