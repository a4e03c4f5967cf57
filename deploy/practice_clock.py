"""``sangkien clock``: the practice clock of the suite that `make run` starts in this folder."""

import sys
from datetime import datetime
from pathlib import Path

from shared.clock import file_clock, move_clock
from shared.language.vietnamese import VIETNAM, format_instant

FILE = Path(".local") / "clock"
READABLE = ("%d/%m/%Y %H:%M", "%d/%m/%Y", "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M", "%Y-%m-%d")


def moved_or_shown(text: str, file: Path = FILE) -> int:
    """Moves the clock where a moment is given, then says what it shows; 1 when it cannot."""
    if not file.exists():
        print(f'Không có đồng hồ thực hành ({file}): hãy chạy "make run" trong thư mục này trước.', file=sys.stderr)
        return 1
    if text:
        moment = read(text)
        if moment is None:
            print(f'Không hiểu "{text}": hãy ghi ngày/tháng/năm giờ:phút, ví dụ 03/11/2022 08:00.', file=sys.stderr)
            return 1
        move_clock(file, moment)
    print(f"Bây giờ là {format_instant(file_clock(file)())}.")
    return 0


def read(text: str) -> datetime | None:
    """A moment by Vietnam time; None when it is not one."""
    for pattern in READABLE:
        try:
            return datetime.strptime(text.strip(), pattern).replace(tzinfo=VIETNAM)
        except ValueError:
            continue
    return None
