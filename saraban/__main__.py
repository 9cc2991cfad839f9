import sys

from saraban.management.saraban import main

sys.exit(main())
