"""A reasoner and a profile checker of others find the vocabulary in OWL 2 DL and RL, and consistent."""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
from dataclasses import dataclass, field
from pathlib import Path

import owlrl
import pytest
import rdflib
from conftest import RICH
from rdflib import OWL, RDF, RDFS, BNode, URIRef

from mlcareer_graph import CareerGraph
from mlcareer_graph.ontology import ontology_folder
from mlcareer_graph.rdf import to_rdf, vocabulary_triples
from mlcareer_graph.rdf.formats import turtle
from mlcareer_graph.rdf.vocabulary import MLC, Triple

_RESERVED = {RDF.subject, RDF.predicate, RDF.object}
_PYTHON = URIRef("https://w3id.org/mlcareer/technology/python")


@dataclass
class Findings:
    """What was found in one file."""

    axioms: int = 0
    violations: list[str] = field(default_factory=list)
    consistent: bool = False


def _instances() -> list[Triple]:
    """The vocabulary with data that uses all of it, without what OWL 2 DL reserves for RDF's own use.

    That is the numbers of list members and the parts of a statement about a statement. The address of a source is
    one that XML Schema accepts.
    """
    records = [{**record, "url": "https://example.org/"} if "url" in record else record for record in RICH["concepts"]]
    triples: list[Triple] = [*vocabulary_triples(), *to_rdf(CareerGraph.from_dict({"concepts": records}))]  # type: ignore[list-item]
    return [triple for triple in triples if triple[1] not in _RESERVED and not triple[1].startswith(f"{RDF}_")]


def _outside_profiles() -> list[Triple]:
    """Every skill serves some role, which is in DL and not in RL; and a property of two kinds, which is not in DL."""
    restriction = BNode("some")
    return [
        *vocabulary_triples(),
        (MLC["Skill"], RDFS.subClassOf, restriction),
        (restriction, RDF.type, OWL.Restriction),
        (restriction, OWL.onProperty, MLC["usedFor"]),
        (restriction, OWL.someValuesFrom, MLC["Role"]),
        (MLC["Role"], RDF.type, OWL.DatatypeProperty),
        (MLC["Role"], RDF.type, OWL.ObjectProperty),
        (_PYTHON, MLC["Role"], MLC["Role"]),
    ]


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Findings]:
    """What HermiT and the profile checker of the OWL API, which comes with it, say of four ontologies."""
    package = importlib.util.find_spec("owlready2")
    if shutil.which("javac") is None or package is None or package.origin is None:
        reason = "no JDK, or no owlready2, which brings HermiT: apt-get install default-jdk-headless"
        if "REQUIRE_JAVA" in os.environ:
            pytest.fail(reason)
        pytest.skip(reason)
    instances = _instances()
    ontologies = {
        "vocabulary": vocabulary_triples(),
        "instances": instances,
        "contradiction": [*instances, (_PYTHON, RDF.type, MLC["Skill"])],
        "outside": _outside_profiles(),
    }
    folder = tmp_path_factory.mktemp("owl")
    files = []
    for name, triples in ontologies.items():
        files.append(folder / f"{name}.ttl")
        files[-1].write_text(turtle.write(triples), encoding="utf-8")
    jar = Path(package.origin).with_name("hermit") / "HermiT.jar"
    command = ["java", "-XX:+UseSerialGC", "-cp", jar, Path(__file__).with_name("OwlCheck.java"), *files]
    result = subprocess.run(command, capture_output=True, text=True, timeout=200, check=False)
    assert result.returncode == 0, result.stderr[-2000:]
    findings: dict[str, Findings] = {}
    for line in result.stdout.splitlines():
        kind, text, *rest = line.split("\t")
        if kind == "file":
            current = findings[Path(text).stem] = Findings(int(rest[0]))
        elif kind == "consistent":
            current.consistent = text == "true"
        else:
            current.violations.append(line)
    return findings


def test_vocabulary_is_in_both_profiles(found: dict[str, Findings]) -> None:
    """The vocabulary keeps to OWL 2 DL and to OWL 2 RL, and is consistent."""
    assert found["vocabulary"].axioms > 500
    assert found["vocabulary"].violations == []
    assert found["vocabulary"].consistent


def test_data_is_in_both_profiles(found: dict[str, Findings]) -> None:
    """So is the vocabulary with data that uses every feature of the schema."""
    assert found["instances"].axioms > found["vocabulary"].axioms + 400
    assert found["instances"].violations == []
    assert found["instances"].consistent


def test_a_contradiction_is_found(found: dict[str, Findings]) -> None:
    """A thing that is a technology and a skill, which exclude each other, makes the ontology inconsistent."""
    assert not found["contradiction"].consistent


def test_what_is_outside_the_profiles_is_found(found: dict[str, Findings]) -> None:
    """A restriction that OWL 2 RL does not have, and a property of two kinds, which DL does not have, are reported."""
    kinds = {line.split("\t")[0] for line in found["outside"].violations}
    assert kinds == {"OWL2DLProfile", "OWL2RLProfile"}
    assert found["outside"].consistent


def test_closure_holds_no_contradiction() -> None:
    """The rules of OWL 2 RL find no contradiction in vocabulary and data, and find one in a broken set."""
    ontology = rdflib.Graph().parse(ontology_folder() / "mlcareer.ttl", format="turtle")
    data = [triple for triple in _instances() if triple[0] == _PYTHON]
    for extra, expected in (([], 0), ([(_PYTHON, RDF.type, MLC["Skill"])], 1)):
        graph = rdflib.Graph()
        for triple in (*ontology, *data, *extra):
            graph.add(triple)
        owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(graph)
        errors = list(graph.objects(None, URIRef("http://www.daml.org/2002/03/agents/agent-ont#error")))
        assert bool(errors) == bool(expected)
        assert not list(graph.subjects(RDF.type, OWL.Nothing))
