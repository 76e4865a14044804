"""One short form stated for different names: its mentions belong to the name that their document states it for."""

from __future__ import annotations

from itertools import permutations
from typing import TYPE_CHECKING

import pytest

from glossary import compare
from glossary.build import assembled, built, counted, evidence
from glossary.cli import main
from glossary.corpus import context, document_mentions
from glossary.decide import Decision
from glossary.decide.identify import Past
from glossary.facts import Facts
from glossary.formats.jsonl import read_jsonl
from glossary.gathered import gathered
from glossary.keys import Node
from glossary.model import Document
from glossary.shorten import full_names
from glossary.termbase import Options

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from glossary.build import Built
    from glossary.decide.values import Verb

SEA = "根据《联合国海洋法公约》（下称《公约》）第七条的规定，各国应当合作。《公约》第八条也有规定。"
TORTURE = "根据《禁止酷刑公约》（下称《公约》）第七条的规定，各国应当合作。《公约》第八条也有规定。禁止酷刑委员会（下称“委员会”）审议报告。"
CHILD = "根据《儿童权利公约》（下称《公约》）第七条的规定，各国应当合作。《公约》第八条也有规定。儿童权利委员会（下称“委员会”）审议报告。"
BARE = "各国重申《公约》第九条。"
BOTH = "《联合国海洋法公约》（下称《公约》）已生效。《儿童权利公约》（下称《公约》）也已生效。《公约》第九条有规定。"
OSCE = "欧洲安全与合作组织（欧安组织）的特派团抵达。欧安组织没有评论。"
OSCE_TOO = "欧洲安全和合作组织（欧安组织）的特派团离开。欧安组织发表声明。"
OSCE_BARE = "欧安组织的代表发言。"
TRADE = "各国签署了《梅尔卡贸易章程条约》（下称《梅尔卡条约》）。《梅尔卡条约》已生效。"
STEEL = "各国签署了《梅尔卡钢铁章程条约》（下称《梅尔卡条约》）。《梅尔卡条约》没有生效。"
TREATY_BARE = "《梅尔卡条约》第三条。"


@pytest.fixture
def build_of():
    def build(texts: Sequence[str], past: Past | None = None) -> Built:
        mentions = [m for n, text in enumerate(texts) for m in document_mentions(Document(f"d{n}", text, str(n)))]
        return built(mentions, {}, context(), Options(), suggest=False, past=past or Past())

    return build


def names_of(found: Built, form: str) -> dict[str, set[str]]:
    """By document the names of the concepts that the mentions of a form outside longer names belong to."""
    called = {concept.id: concept.terms[0].text for concept in found.termbase.concepts}
    names: dict[str, set[str]] = {}
    for row in found.evidence:
        if row["row"] == "mention" and row["term"] == form and row["inside"] is None:
            names.setdefault(row["document"], set()).add(called[row["concept"]])
    return names


@pytest.mark.parametrize(
    ("stated", "names"),
    [
        ([("联合国海洋法公约", "公约", "abbreviation")], {"公约": "联合国海洋法公约"}),
        ([("欧安组织", "欧洲安全与合作组织", "abbreviation")], {"欧安组织": "欧洲安全与合作组织"}),  # in either order
        ([("海洋法公约", "公约", "alias")], {"公约": "海洋法公约"}),
        ([("洛联委", "洛瓦纳流域国际委员会", "alias")], {"洛联委": "洛瓦纳流域国际委员会"}),
        ([("卢马岛", "圣彼得岛", "alias")], {}),  # another name, as long
        ([("联合国海洋法公约", "unclos", "latin")], {}),
        ([("萨木赫", "阿塞拜疆", "apposition")], {}),
        ([("公约", "公约", "abbreviation")], {}),  # in another script
        ([("联合国海洋法公约", "公约", "abbreviation"), ("儿童权利公约", "公约", "abbreviation")], {"公约": None}),
        ([("联合国海洋法公约", "公约", "abbreviation")] * 2, {"公约": "联合国海洋法公约"}),
        # What is an abbreviation of one name is not made doubtful by another name of it.
        ([("欧安会", "欧洲安全与合作组织会", "alias"), ("欧洲安全和合作会议", "欧安会", "abbreviation")], {"欧安会": "欧洲安全和合作会议"}),
    ],
)
def test_what_a_document_states(stated, names):
    assert full_names(stated) == names


BELONGS = [
    ("each document its own", [SEA, TORTURE, CHILD], "公约", ["联合国海洋法公约", "禁止酷刑公约", "儿童权利公约"]),
    ("bodies too", [TORTURE, CHILD], "委员会", ["禁止酷刑委员会", "儿童权利委员会"]),
    ("where nothing is stated it is its own", [SEA, CHILD, BARE], "公约", ["联合国海洋法公约", "儿童权利公约", "公约"]),
    ("stated for two, for none", [SEA, CHILD, BOTH], "公约", ["联合国海洋法公约", "儿童权利公约", "公约"]),
    ("two in the only document", [BOTH], "公约", ["公约"]),
    ("one meaning", [SEA, BARE], "公约", ["联合国海洋法公约", "联合国海洋法公约"]),
    ("one meaning, twice stated", [SEA, SEA, BARE], "公约", ["联合国海洋法公约"] * 3),
    ("one name, twice spelled", [OSCE, OSCE_TOO, OSCE_BARE], "欧安组织", ["欧洲安全与合作组织"] * 3),
    ("more than a joining word", [TRADE, STEEL, TREATY_BARE], "梅尔卡条约", ["梅尔卡贸易章程条约", "梅尔卡钢铁章程条约", "梅尔卡条约"]),
    ("whatever the reference termbase calls so", ["联合国大会（下称“大会”）开幕。大会休会。", "世界卫生大会（下称“大会”）开幕。大会休会。"],
     "大会", ["联合国大会", "世界卫生大会"]),
    ("whatever state is called so", ["刚果民主共和国（下称“刚果”）抗议。刚果撤军。", "刚果共和国（下称“刚果”）抗议。刚果撤军。"],
     "刚果", ["刚果民主共和国", "刚果共和国"]),
    ("one in the reference termbase", ["欧洲安全与合作组织（欧安组织）抵达。", "欧洲安全与合作会议（欧安组织）开幕。", "欧安组织发言。"],
     "欧安组织", ["欧洲安全与合作组织"] * 3),
    ("scripts", [SEA, CHILD, "根據《聯合國海洋法公約》（下稱《公約》）第七條。"], "公約", ["", "", "联合国海洋法公约"]),
]  # fmt: skip


@pytest.mark.parametrize(("why", "texts", "form", "names"), BELONGS, ids=[row[0] for row in BELONGS])
def test_mentions_belong_to_what_their_document_says(build_of, why, texts, form, names):
    assert names_of(build_of(texts), form) == {f"d{n}": {name} for n, name in enumerate(names) if name}


def test_the_links_behind_it(build_of):
    found = build_of([SEA, TORTURE, CHILD, BOTH])
    links = [
        f"{row['term']} = {row['other']}: {row['reason']} at {row['where']}" for row in found.evidence if row["row"] == "link" and row["made"] and row["kind"] == "treaty"
    ]
    assert links == [
        "儿童权利公约 = 公约 [儿童权利公约]: stated.abbreviation at d2#p1 d3#p1",
        "禁止酷刑公约 = 公约 [禁止酷刑公约]: stated.abbreviation at d1#p1",
        "联合国海洋法公约 = 公约 [联合国海洋法公约]: stated.abbreviation at d0#p1 d3#p1",
    ]


@pytest.mark.parametrize("order", list(permutations(range(4)))[1::5])
def test_order_does_not_matter(build_of, order):
    texts = [SEA, TORTURE, BARE, BOTH]
    names = names_of(build_of(texts), "公约")
    turned = names_of(build_of([texts[n] for n in order]), "公约")
    assert turned == {f"d{order.index(n)}": names[f"d{n}"] for n in range(4)}


def test_an_ambiguous_form_stands_for_none_of_its_names():
    """宪章 ends one longer name of the corpus, and 公约缔约国会议 begins with a form of it: neither says which is meant."""
    texts = ["《联合国宪章》（下称《宪章》）已生效。", "《社会保障宪法文件》（下称《宪章》）已生效。", "根据《宪章》第二条。"]
    mentions = [m for n, text in enumerate(texts) for m in document_mentions(Document(f"d{n}", text, str(n)))]
    _, found = counted(gathered(mentions, {}, context()), context(), Options())
    assert found[Node("treaty", "宪章")].shared
    assert [link for link in compare.part_links(found, context()) if link.left.key == "宪章"] == []
    whole = [link for link in compare.owner_links(found, context()) if "宪章" in (link.left.key, link.right.key)]
    assert whole == []


def test_a_form_that_is_not_told_takes_part_in_no_statement():
    said = {("abbreviation", "联合国海洋法公约"): ["d#p"], ("alias", "海约"): ["d#p"]}
    names = {Node("treaty", name): Facts() for name in ("联合国海洋法公约", "海约")}
    told, other = Node("treaty", "公约", "联合国海洋法公约"), Node("treaty", "圣约")
    assert list(compare.stated_links({Node("treaty", "公约"): Facts(shared=True, stated=said), **names})) == []
    assert len(list(compare.stated_links({told: Facts(shared=True, stated=said), **names}))) == 2
    assert list(compare.stated_links({Node("treaty", "公约"): Facts(shared=True), other: Facts(stated={("alias", "公约"): ["d#p"]})})) == []


def test_the_office_of_a_committee_is_not_that_of_another(build_of):
    found = build_of([TORTURE, CHILD, "委员会秘书处发表声明。", "儿童权利委员会秘书处没有评论。"])
    assert [{t.text for t in c.terms} for c in found.termbase.concepts if any("秘书处" in t.text for t in c.terms)] == [
        {"儿童权利委员会秘书处"}, {"委员会秘书处"},
    ]  # fmt: skip


def decided(*rows: tuple[Verb, str, str]) -> Past:
    return Past(acts=tuple(Decision(decision, form, other) for decision, form, other in rows))


def test_a_decision_that_names_are_one_makes_the_form_one(build_of):
    found = build_of([TRADE, STEEL, TREATY_BARE], decided(("same", "梅尔卡贸易章程条约", "梅尔卡钢铁章程条约")))
    assert len({name for names in names_of(found, "梅尔卡条约").values() for name in names}) == 1
    assert len(names_of(found, "梅尔卡条约")) == 3


def test_a_decision_that_the_documents_bear_out_is_not_doubted(build_of):
    found = build_of([SEA, CHILD, BARE], decided(("same", "公约", "联合国海洋法公约")))
    assert found.told == ()
    assert names_of(found, "公约")["d2"] == {"公约"}


def test_different_takes_the_form_from_one_name_only(build_of):
    found = build_of([SEA, CHILD], decided(("different", "公约", "儿童权利公约")))
    assert names_of(found, "公约") == {"d0": {"联合国海洋法公约"}, "d1": {"公约"}}


def put(folder: Path, texts: Mapping[str, str]) -> list[str]:
    for name, text in texts.items():
        (folder / f"{name}.txt").write_text(text, "utf-8")
    return [str(folder / f"{name}.txt") for name in texts]


def concepts(folder: Path, name: str) -> list[str]:
    """The concepts of a termbase, one a line, by id: name and forms."""
    assert main(["convert", str(folder / name), str(folder / f"{name}.jsonl"), "--quiet"]) == 0
    return sorted(f"{c.id} {' '.join(f'{t.text}/{t.form}/{t.count}' for t in c.terms)}" for c in read_jsonl(folder / f"{name}.jsonl").concepts)


@pytest.mark.parametrize("first", [1, 3, 6, 7])
def test_going_on_gives_what_one_build_of_all_gives(tmp_path, first):
    files = put(tmp_path, {"a": SEA, **{f"bare{n}": BARE for n in range(5)}, "b": TORTURE, "c": CHILD, "d": BOTH})
    # All alike in bytes would be one document.
    for n in range(5):
        (tmp_path / f"bare{n}.txt").write_text(f"{BARE}第{n}次。", "utf-8")
    assert main(["build", *files, "-o", str(tmp_path / "whole.tbx"), "--quiet"]) == 0
    assert main(["build", *files[:first], "-o", str(tmp_path / "first.tbx"), "--quiet"]) == 0
    more = ["--previous", str(tmp_path / "first.tbx"), "-o", str(tmp_path / "more.tbx"), "--quiet"]
    assert main(["build", *files[first:], *more]) == 0
    assert concepts(tmp_path, "more.tbx") == concepts(tmp_path, "whole.tbx")


def test_it_is_looked_up_and_checked(tmp_path, capsys, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    files = put(tmp_path, {"a": SEA, "b": TORTURE, "c": CHILD})
    base = str(tmp_path / "base.tbx")
    assert main(["build", *files, "-o", base, "--quiet"]) == 0
    assert main(["lookup", "公约", "-t", base, "--format", "tsv"]) == 0
    out = capsys.readouterr().out
    assert [name in out for name in ("联合国海洋法公约", "禁止酷刑公约", "儿童权利公约")] == [True, True, True]
    assert main(["check", *files, "-t", base]) == 0


def test_the_evidence_goes_with_the_concepts():
    mentions = [m for n, text in enumerate([SEA, CHILD]) for m in document_mentions(Document(f"d{n}", text, str(n)))]
    corpus = gathered(mentions, {}, context())
    made = assembled(corpus, context(), Options(), suggest=False)
    assert {node.sense for nodes in made.nodes.values() for node in nodes if node.key == "公约"} == {"联合国海洋法公约", "儿童权利公约"}
    assert sum(1 for item in evidence(corpus, made)) > 0


def test_what_documents_tell_apart_is_no_longer_form_of_another_name():
    told = [Node("treaty", "联合国规约", "甲规约"), Node("treaty", "联合国规约", "乙规约"), Node("place", "科斯托区", "科斯托工业园区")]
    found = {node: Facts(shared=True) for node in told} | {Node("treaty", "规约"): Facts(), Node("place", "科斯托"): Facts()}
    assert list(compare.part_links(found, context())) == []
    assert list(compare.head_links(found, context())) == []
    plain = {Node(node.kind, node.key): Facts() for node in found}
    assert len([*compare.part_links(plain, context()), *compare.head_links(plain, context())]) == 2
