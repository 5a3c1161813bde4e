"""Collects what is wrong with an import, up to a limit, so that one run shows everything there is to mend."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from shared.core.errors import Fault, SocaiError
from shared.core.text import Text


@dataclass(slots=True)
class Findings:
    """Faults in the order found. `limit`: how many are kept; the others are counted."""

    limit: int
    faults: list[Fault] = field(default_factory=list)
    count: int = 0

    def add(self, where: str, what: Text) -> None:
        """Note one fault. `where`: file, file:line or file:line:column."""
        self.count += 1
        if len(self.faults) < self.limit:
            self.faults.append(Fault(where, what))

    def __bool__(self) -> bool:
        return self.count > 0

    def stop(self, make: Callable[[Text, Sequence[Fault]], SocaiError]) -> None:
        """Raise what `make` builds of a summary and the faults, when there are any."""
        if not self:
            return
        more = self.count - len(self.faults)
        summary = Text(
            vi=f"Có {self.count} lỗi; chưa ghi gì." + (f" Chỉ liệt kê {len(self.faults)} lỗi đầu." if more else ""),
            en=f"There are {self.count} faults; nothing was written."
            + (f" The first {len(self.faults)} are listed." if more else ""),
        )
        raise make(summary, self.faults)
