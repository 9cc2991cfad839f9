"""What the town's mailbox holds: one file for each kind of people who write."""
