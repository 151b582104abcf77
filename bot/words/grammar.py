"""What merchants' own words may be made of: a small part of Jinja that cannot call, count, repeat itself or run long.

Whatever passes here ends: a loop goes over the parcels or their links, never inside another one, so that the words are
at most as long as the source for each parcel. The sandbox stands behind it all the same.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from difflib import get_close_matches

from jinja2 import TemplateSyntaxError, nodes
from jinja2.environment import Environment

from bot.words.facts import AROUND, FACTS
from bot.words.filters import FILTERS

LONGEST_SOURCE = 4000
DEEPEST = 24
FIELDS = frozenset({*FACTS, *AROUND})
PLAIN_FILTERS = frozenset({"capitalize", "default", "first", "last", "length", "lower", "trim", "upper"})
"""Of Jinja's own filters, those that make nothing longer and reach into nothing."""
_PARTS = frozenset({"on", "from", "to"})
"""What a window is made of."""
_LOOP = frozenset({"first", "index", "last", "length"})
_ALLOWED = (
    *(nodes.Template, nodes.Output, nodes.TemplateData, nodes.If, nodes.For, nodes.Name, nodes.Const, nodes.Filter),
    *(nodes.Getattr, nodes.Getitem, nodes.Slice, nodes.Compare, nodes.Operand, nodes.And, nodes.Or, nodes.Not),
    *(nodes.CondExpr, nodes.Concat, nodes.Tuple, nodes.List, nodes.Keyword),
)


@dataclass(frozen=True, slots=True)
class Fault:
    """What stands in the way, for whoever writes the words; `line` counts from 1."""

    line: int
    why: str


class Faulty(ValueError):
    """These words cannot be used; `faults` say why."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__("; ".join(f"line {fault.line}: {fault.why}" for fault in faults))
        self.faults = faults


def read(environment: Environment, source: str) -> nodes.Template:
    """The words, parsed and found harmless; nothing of them has been run or compiled. Raises Faulty."""
    if len(source) > LONGEST_SOURCE:
        raise Faulty([Fault(1, f"it may have at most {LONGEST_SOURCE} characters; this has {len(source)}")])
    try:
        tree = environment.parse(source)
    except TemplateSyntaxError as problem:
        raise Faulty([Fault(problem.lineno, problem.message or "this cannot be read")]) from None
    except (RecursionError, MemoryError):
        raise Faulty([Fault(1, "it is nested too deeply")]) from None
    faults = list(dict.fromkeys(_Reader().faults(tree, frozenset(), 0)))
    if faults:
        raise Faulty(faults)
    return tree


class _Reader:
    """Walks through a template once, knowing which names stand for a parcel or a link at each place."""

    def faults(self, node: nodes.Node, rows: frozenset[str], depth: int) -> Iterator[Fault]:
        if depth > DEEPEST:
            yield Fault(node.lineno, "it is nested too deeply")
            return
        if not isinstance(node, _ALLOWED):
            yield Fault(node.lineno, _not_allowed(node))
            return
        yield from self._own(node, rows)
        if isinstance(node, nodes.For):
            inner = rows | _targets(node) | {"loop"}
            yield from self.faults(node.iter, rows, depth + 1)
            for child in (*node.body, *([node.test] if node.test else [])):
                yield from self.faults(child, inner, depth + 1)
            for child in node.else_:
                yield from self.faults(child, rows, depth + 1)
            return
        for child in node.iter_child_nodes():
            yield from self.faults(child, rows, depth + 1)

    def _own(self, node: nodes.Node, rows: frozenset[str]) -> Iterator[Fault]:
        match node:
            case nodes.Name(name=name) if name not in FIELDS and name not in rows:
                yield Fault(node.lineno, _unknown("field", name, FIELDS))
            case nodes.Filter(name=name) if name not in FILTERS and name not in PLAIN_FILTERS:
                yield Fault(node.lineno, _unknown("filter", name, {*FILTERS, *PLAIN_FILTERS}))
            case nodes.Output():
                yield from _bare(node)
                yield from _narrowed(node)
            case nodes.Getattr(node=of, attr=attr):
                yield from _part(node, of, attr, rows)
            case nodes.Getitem(node=of, arg=nodes.Const(value=str(key))):
                yield from _part(node, of, key, rows)
            case nodes.Getitem(arg=nodes.Const(value=int()) | nodes.Slice()):
                pass
            case nodes.Getitem():
                yield Fault(node.lineno, "inside [ ] stands a number, or the name of a field in quotes")
            case nodes.For():
                yield from _loop(node, rows)
            case _:
                pass


def _part(node: nodes.Node, of: nodes.Node, name: str, rows: frozenset[str]) -> Iterator[Fault]:
    if isinstance(of, nodes.Name) and of.name == "loop" and "loop" in rows:
        if name not in _LOOP:
            yield Fault(node.lineno, _unknown("part of loop", name, _LOOP))
    elif name not in FACTS and name not in _PARTS:
        yield Fault(node.lineno, _unknown("field", name, {*FACTS, *_PARTS}))


def _bare(node: nodes.Output) -> Iterator[Fault]:
    """What is made of parts cannot be printed as it is."""
    for child in node.nodes:
        name = child.name if isinstance(child, nodes.Name) else getattr(child, "attr", None)
        if name in _FILTERS_FOR and isinstance(child, nodes.Name | nodes.Getattr):
            yield Fault(child.lineno, f"say how {name} is to be read: {_FILTERS_FOR[name]}")


_FILTERS_FOR = {
    "window": "{{ window | window }}",
    "told": "{{ told | window }}",
    "asked": "{{ asked | slot }}",
    "links": "{{ links | lines }}",
    "parcels": "{% for parcel in parcels %} … {% endfor %}",
    "changes": "{{ changes | wishes }}",
    "granted": "{{ granted | wishes }}",
    "slots": "{% for slot in slots %}{{ slot | slot }}{% endfor %}",
    "allow": '{% if "reschedule" in allow %} … {% endif %}',
}


_SAYING = frozenset({"window", "slot", "beside"})
"""The filters that say a window, as wide as it is."""


def _narrowed(node: nodes.Output) -> Iterator[Fault]:
    """A window is said whole: one end of it, or a piece of its words, would promise more than errors allow."""
    for part in _printed(node):
        name = getattr(part, "attr", None) or getattr(getattr(part, "arg", None), "value", None)
        if isinstance(part, nodes.Getattr | nodes.Getitem) and name in _PARTS:
            yield Fault(part.lineno, f"a window is said whole, not its {name!r} alone: {{{{ window | window }}}}")
        elif _cuts(part) and any(inner.name in _SAYING for inner in part.find_all(nodes.Filter)):
            yield Fault(part.lineno, "the words of a window are not cut: {{ window | window }}")


def _cuts(node: nodes.Node) -> bool:
    return isinstance(node, nodes.Getitem) or (isinstance(node, nodes.Filter) and node.name in ("first", "last"))


def _printed(node: nodes.Node) -> Iterator[nodes.Node]:
    """What a reader sees something of; a condition only decides."""
    for child in (node.expr1, node.expr2) if isinstance(node, nodes.CondExpr) else node.iter_child_nodes():
        if child is not None and not isinstance(child, nodes.Compare | nodes.Not):
            yield child
            yield from _printed(child)


def _loop(node: nodes.For, rows: frozenset[str]) -> Iterator[Fault]:
    if rows:
        yield Fault(node.lineno, "a loop inside a loop")
    if node.recursive:
        yield Fault(node.lineno, "a loop that calls itself")
    target = node.iter.node if isinstance(node.iter, nodes.Getitem) else node.iter
    if not isinstance(target, nodes.Name) or target.name not in ("parcels", "links", "slots"):
        yield Fault(node.lineno, "a loop goes over parcels, links or slots")
    if not isinstance(node.target, nodes.Name):
        yield Fault(node.lineno, "a loop has one name: {% for parcel in parcels %}")
    elif node.target.name in FIELDS or node.target.name.startswith("_"):
        yield Fault(node.lineno, f"{node.target.name} is the name of a field already")


def _targets(node: nodes.For) -> frozenset[str]:
    return frozenset({node.target.name}) if isinstance(node.target, nodes.Name) else frozenset()


_NAMES = {
    "Call": "calling something, as ( ) does",
    "Assign": "{% set %}",
    "AssignBlock": "{% set %}",
    "Macro": "{% macro %}",
    "CallBlock": "{% call %}",
    "Include": "{% include %}",
    "Import": "{% import %}",
    "FromImport": "{% from %}",
    "Extends": "{% extends %}",
    "Block": "{% block %}",
    "FilterBlock": "{% filter %}",
    "With": "{% with %}",
    "Test": "a test with `is`",
    "Dict": "{ }",
}


def _not_allowed(node: nodes.Node) -> str:
    kind = type(node).__name__
    sign = getattr(node, "operator", None)
    what = f"calculating with {sign}" if sign else _NAMES.get(kind, f"this ({kind})")
    return f"{what} is not possible in words"


def _unknown(what: str, name: str, known: Collection[str]) -> str:
    near = get_close_matches(name[:40], known, 1)
    hint = f": did you mean {near[0]}?" if near else ""
    return f"there is no {what} {name[:40]!r}{hint}"
