"""Townships as lists write them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from jineng.kernel.text import Text
from jineng.platform.regions.queries import children, region_names

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from jineng.domain.imports.models import Import


@dataclass(frozen=True, slots=True)
class Places:
    """The townships of an import's county by every way of writing them; ``own`` is the clerk's or list's own, or ""."""

    codes: Mapping[str, str]
    names: Mapping[str, str]
    own: str
    is_bound: bool
    """Whether rows of other townships are refused."""

    @classmethod
    def of(cls, imported: Import, today: date) -> Places:
        """Return the places that rows of this import may name; in two queries."""
        regions = children(imported.county_code, today)
        full = region_names([region.code for region in regions])
        codes: dict[str, str] = {}
        for region in regions:
            short = region.name.removesuffix("街道办事处").removesuffix("街道").removesuffix("镇").removesuffix("乡")
            for written in (
                region.code,
                region.name,
                full[region.code],
                f"{region.name}办事处",
                f"{region.name}人民政府",
            ):
                codes[written] = region.code
            codes.setdefault(short, region.code)
        own = imported.township_code
        return cls(
            codes, {region.code: region.name for region in regions}, own, bool(own) and imported.form != "selection"
        )

    def find(self, written: str) -> str | Text:
        """Return the code of a township, or what is wrong with it."""
        bare = "".join(written.split())
        code = self.codes.get(bare)
        if code is None:
            # “山西省吕梁市岚县东村镇”, “岚县东村镇”: what comes before the township's own name does not matter.
            code = next((self.codes[name] for name in self.names.values() if bare.endswith(name)), None)
        if code is None:
            some = "、".join(list(self.names.values())[:6])
            return Text(
                f"本县没有“{written}”；应为{some}等，或填 9 位代码",
                f"the county has no “{written}”; expected one of its townships ({some} …) or a code of nine digits",
            )
        if self.is_bound and code != self.own:
            return Text(
                f"“{written}”不是本乡镇；本账号只能导入{self.names.get(self.own, self.own)}的人员",
                f"“{written}” is not your township; this account imports people of {self.names.get(self.own, self.own)} only",
            )
        return code
