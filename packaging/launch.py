"""Where the frozen application starts."""

from __future__ import annotations

import multiprocessing

from curator.__main__ import main

if __name__ == "__main__":
    multiprocessing.freeze_support()
    main()
