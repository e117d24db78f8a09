"""Names of people as their documents show them, and the keys that lists are sorted and searched by. Pure.

Names are kept in full: rare characters (生僻字) of every Unicode block, names of twenty and more characters, the separator
of 少数民族 names. What is mended is only what cannot be meant: spaces between Han characters, look-alikes of the separator.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

from pypinyin import Style, lazy_pinyin

from jineng.kernel.text import Text

NAME_LENGTH_MAX: Final = 100
DOT: Final = "·"
"""间隔号 U+00B7, the separator in 少数民族 and transliterated names (GB/T 15834)."""

_DOTS: Final = "•‧・･．∙⋅●⸱﹒。.｡᛫◦"
_HAN: Final = r"\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff〇々\U00020000-\U0003fffd"
"""Han characters of every block, also of blocks that are newer than this Python's tables (planes 2 and 3)."""
_DOT_BETWEEN: Final = re.compile(rf"(?<=[{_HAN}])\s*[{re.escape(_DOTS + DOT)}]\s*(?=[{_HAN}])")
_SPACE_BETWEEN: Final = re.compile(rf"(?<=[{_HAN}])\s+(?=[{_HAN}])")
_IS_HAN: Final = re.compile(rf"[{_HAN}]")
_INVISIBLE: Final = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\u00ad]")
_PLACEHOLDERS: Final = "?？□�■*＊"
_ALSO_IN_NAMES: Final = f"{DOT}-'’. "

_SURNAMES: Final = {
    "单": "shan", "仇": "qiu", "解": "xie", "曾": "zeng", "查": "zha", "盖": "ge", "区": "ou", "任": "ren", "朴": "piao",
    "覃": "qin", "乐": "yue", "缪": "miao", "翟": "zhai", "折": "she", "种": "chong", "黑": "he", "秘": "bi", "冼": "xian",
    "召": "shao", "祭": "zhai", "繁": "po", "员": "yun", "尹": "yin", "都": "du", "谌": "chen", "阚": "kan", "不": "fou",
    "尉迟": "yu chi", "万俟": "mo qi", "长孙": "zhang sun", "单于": "chan yu", "澹台": "tan tai", "宿": "su", "郇": "xun",
}  # fmt: skip
"""Surnames (姓) that are read otherwise than the character alone."""

_READINGS: Final = {"卜": "bu", "曾": "zeng", "覃": "qin", "芈": "mi"}
"""Characters that are read in names otherwise than most often."""

_LETTERS: Final = re.compile(r"[a-z]+", re.ASCII)
_PUA_FIRST: Final = 0xE815
_PUA_LAST: Final = 0xE864
_SPLITS_MAX: Final = 6


class NameFaultError(ValueError):
    """A name that cannot be kept; ``text`` says what to do. The message never repeats the name."""

    def __init__(self, text: Text) -> None:
        """Keep what to tell."""
        self.text = text
        super().__init__(text.en)


def normalised_name(typed: str) -> str:
    """Return a name as it is kept.

    >>> normalised_name("阿依古丽•买买提江")
    '阿依古丽·买买提江'
    >>> normalised_name(" 王　伟 ")
    '王伟'

    Raises:
        NameFaultError: nothing is left, it is too long, or it holds what no name holds.
    """
    name = unicodedata.normalize("NFC", _INVISIBLE.sub("", typed)) if not typed.isascii() else typed
    name = " ".join(_half_width(name).split())
    name = _SPACE_BETWEEN.sub("", _DOT_BETWEEN.sub(DOT, name))
    if not name:
        raise NameFaultError(Text("请填写姓名", "give the name"))
    if len(name) > NAME_LENGTH_MAX:
        raise NameFaultError(
            Text(
                f"姓名超过 {NAME_LENGTH_MAX} 个字符，请核对",
                f"the name has more than {NAME_LENGTH_MAX} characters; check it",
            )
        )
    for place, character in enumerate(name, start=1):
        if not (character in _ALSO_IN_NAMES or unicodedata.category(character)[0] in "LM" or _IS_HAN.match(character)):
            raise NameFaultError(_fault(character, place))
    return name


def name_key(name: str) -> str:
    """Return what a list of names is sorted by: pinyin by syllables, then the characters themselves.

    >>> name_key("单小明") < name_key("王五") < name_key("张三")
    True
    >>> name_key("单小明")
    'shan xiao ming 单小明'
    """
    return f"{' '.join(_syllables(name))} {name}"


def name_initials(name: str) -> str:
    """Return the first letters of the syllables: what clerks type to find a name.

    >>> name_initials("尉迟小明")
    'ycxm'
    """
    return "".join(syllable[0] for syllable in _syllables(name))


def key_prefixes(typed: str) -> list[str]:
    """Return the beginnings of ``name_key`` that what was typed may mean: letters are split into syllables in every way.

    >>> key_prefixes("wangxi")
    ['wang xi']
    >>> key_prefixes("xian")
    ['xian', 'xi an', 'xia n', 'xi a n']
    >>> key_prefixes("Xi An")
    ['xi an']
    >>> key_prefixes("")
    []
    """
    text = " ".join(typed.lower().replace("'", " ").split())
    if not text:
        return []
    if not _LETTERS.fullmatch(text.replace(" ", "")):
        return [" ".join(syllables)] if (syllables := _syllables(text)) else []
    words = text.split()
    splits: list[str] = [""]
    for word in words:
        # Who types spaces has split the syllables already.
        readings = [word] if len(words) > 1 and word in _known()[1] else _splits(word)
        splits = [f"{before} {reading}".strip() for before in splits for reading in readings]
    return sorted(splits, key=lambda split: (split.count(" "), split))[:_SPLITS_MAX]


def _half_width(text: str) -> str:
    return "".join(chr(ord(c) - 0xFEE0) if "！" <= c <= "～" else " " if c == "\u3000" else c for c in text)


def _fault(character: str, place: int) -> Text:
    code = f"U+{ord(character):04X}"
    if unicodedata.category(character) == "Co":
        meant = _meant_by(character)
        return Text(
            f"姓名第 {place} 个字是造字区字符（{code}），换一台电脑就认不出；请用 GB 18030 的标准字重新录入"
            + (f"，很可能是“{meant}”，请对照证件核实" if meant else "，可用手写或部首输入法查找"),
            f"character {place} of the name is of the private use area ({code}), which other machines cannot read; enter the"
            " standard character of GB 18030" + (f", probably {meant}: compare with the document" if meant else ""),
        )
    if character in _PLACEHOLDERS or unicodedata.category(character) == "So":
        return Text(
            f"姓名第 {place} 个字是“{character}”，多半是生僻字丢失或拼字；请对照证件录入原字",
            f"character {place} of the name is {character!r}: a rare character was lost; enter it as the document shows it",
        )
    return Text(
        f"姓名第 {place} 个字符（{code}）不会出现在姓名里，请核对",
        f"character {place} of the name ({code}) does not occur in names; check it",
    )


def _meant_by(character: str) -> str:
    """Return the standard character that GB 18030 has where GBK had this one of the private use area, or nothing."""
    code = ord(character)
    if not _PUA_FIRST <= code <= _PUA_LAST:
        return ""
    trail = 0x50 + code - _PUA_FIRST
    found = bytes([0xFE, trail if trail < 0x7F else trail + 1]).decode("gb18030", errors="ignore")
    return found if found and unicodedata.category(found[0]) != "Co" else ""


@lru_cache(maxsize=100_000)
def _syllables(name: str) -> tuple[str, ...]:
    for length in (2, 1):
        surname = _SURNAMES.get(name[:length])
        if surname:
            return (*surname.split(), *_plain(name[length:]))
    return tuple(_plain(name))


def _plain(text: str) -> list[str]:
    words = re.findall(r"[a-z]+|[^\W\d_]", text.lower())
    return [word if word.isascii() else _syllable(word) for word in words]


@lru_cache(maxsize=30_000)
def _syllable(character: str) -> str:
    if character in _READINGS:
        return _READINGS[character]
    read = lazy_pinyin(character, style=Style.NORMAL, errors="ignore", v_to_u=False)
    return read[0] if read and read[0].isascii() and read[0].isalpha() else f"~{ord(character):05x}"


@lru_cache(maxsize=1)
def _known() -> tuple[frozenset[str], frozenset[str]]:
    """Return all syllables of Mandarin and all beginnings of them."""
    syllables = {_syllable(chr(code)) for code in range(0x4E00, 0x9FA6)}
    whole = frozenset(syllable for syllable in syllables if not syllable.startswith("~") and len(syllable) > 1)
    whole |= {"a", "e", "o"}
    return whole, frozenset(syllable[:length] for syllable in whole for length in range(1, len(syllable) + 1))


def _splits(letters: str) -> list[str]:
    """Return the ways to read letters as syllables, the last of which may be unfinished; the letters themselves if none."""
    whole, beginnings = _known()
    found: list[str] = [letters] if letters in beginnings else []
    for length in range(1, min(6, len(letters) - 1) + 1):
        if letters[:length] in whole:
            found.extend(f"{letters[:length]} {rest}" for rest in _splits(letters[length:]) if _reads(rest))
        if len(found) >= _SPLITS_MAX:
            break
    return found or [letters]


def _reads(split: str) -> bool:
    return split.split(" ", maxsplit=1)[0] in _known()[1]
