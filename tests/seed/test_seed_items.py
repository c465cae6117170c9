"""Everything that the seed article names is in the graph, as the right kind of thing and with its line.

The tables below were written by reading the article. They name things as it does, so that they test the names too,
and state facts as references in the form that `seed_coverage` explains.
"""

from __future__ import annotations

import pytest
from seed_coverage import coverage

from mlcareer_graph import CareerGraph, load_graph

NAMED = {
    "source": ["How to become a Machine Learning Engineer", "Payscale", "PayScale"],
    "role": [
        "machine learning engineer",
        "ML engineer",
        "data scientist",
        "artificial intelligence engineer",
        "business intelligence developer",
        "software engineer",
        "software developer",
        "front end developer",
    ],
    "field": ["artificial intelligence", "AI", "data science", "software engineering", "computer science"],
    "skill": [
        "machine learning",
        "ML",
        "deep learning",
        "neural networks",
        "dataflow programming",
        "coding",
        "coding skills",
        "data modeling",
        "applied mathematics",
        "math skills",
        "computer science fundamentals",
        "communication",
        "communication skills",
        "analytical skills",
        "statistics",
        "probability",
        "calculus",
        "linear algebra",
        "algebra",
        "data structures",
        "programming",
        "programming skills",
        "computer organization",
        "operating computer systems and software",
        "problem solving",
        "regression",
        "classification",
        "clustering",
        "statistical analysis",
        "data analysis",
        "data analytics",
        "big data analysis",
        "prediction",
        "predictions",
        "interpersonal skills",
        "collaboration",
        "collaborating",
        "teamwork",
        "team player",
        "research",
        "researching",
        "machine learning system design",
        "machine learning system maintenance",
        "machine learning system optimization",
        "system testing",
        "testing systems",
        "record keeping",
        "keeping records",
        "software development",
        "hyperparameter training",
        "hyperparameter tuning",
        "data management",
        "experimentation",
        "model deployment",
        "deployment solutions",
        "model building",
        "model retraining",
        "data processing",
        "unstructured data processing",
        "data pipelines",
        "debugging",
        "scalability",
        "text-to-speech",
        "speech recognition",
        "developing machine learning algorithms",
        "algorithm selection",
    ],
    "technology": [
        "Python",
        "Keras",
        "TensorFlow",
        "TensorFlow 2.0 ecosystem",
        "JavaScript",
        "JavaScript TensorFlow library",
        "Java",
        "R",
    ],
    "education-path": [
        "machine learning bootcamp",
        "machine learning boot camp",
        "self-study",
        "Machine Learning A-Z: Hands-on Python and R in Data Science",
        "Machine Learning A-Z",
        "bachelor's program in computer science",
        "bachelor's program in data science",
        "master's program in artificial intelligence",
    ],
    "credential": [
        "Bachelor's Degree in Computer Science",
        "Bachelor's Degree in Data Science",
        "Master's Degree in Artificial Intelligence",
        "doctorate in machine learning",
    ],
    "organization": ["Springboard", "Flatiron", "Coding Dojo", "Udemy", "edX"],
    "application": [
        "virtual assistants",
        "product recommendations",
        "speech recognition products",
        "image recognition products",
        "spam filtering",
        "image processing software",
        "chatbots",
        "self-driving cars",
        "traffic prediction",
        "text-to-speech products",
        "intelligent automation",
        "big data prediction",
    ],
    "industry": [
        "healthcare",
        "finance",
        "manufacturing",
        "advertising",
        "entertainment",
        "transportation",
        "tech industry",
    ],
    "task": [
        "research machine learning systems",
        "design machine learning systems",
        "program machine learning systems",
        "maintain machine learning systems",
        "ensure machine learning systems work smoothly",
        "feed data into models",
        "explore new solutions, algorithms and applications",
        "develop software with machine learning",
        "lead the optimization of machine learning systems",
        "analyze existing systems",
        "improve datasets",
        "incorporate AI software for automation",
        "convert data science prototypes",
        "set machine learning objectives",
        "design machine learning systems with UX designers",
        "develop machine learning algorithms",
        "keep records of machine learning processes",
        "research machine learning trends",
        "text-to-speech conversion",
        "test machine learning systems",
        "translate test results",
        "create traffic prediction software",
        "analyze data",
        "build machine learning applications",
    ],
}
"""What the article names, in its words, by kind."""

FACTS = {
    4: ["performs research-ml-systems", "performs design-ml-systems", "performs program-ml-systems"],
    6: [
        "transitions_to data-scientist",
        "transitions_to artificial-intelligence-engineer",
        "transitions_to business-intelligence-developer",
        "transitions_to software-engineer",
    ],
    7: ["observation salary", "claim high-demand", "claim room-for-higher-pay"],
    9: ["claim mathematics-in-real-life", "claim suits-lovers-of-theory"],
    12: ["machine-learning-field part_of artificial-intelligence"],
    15: [
        "performs feed-data-into-models",
        "collaborates_with data-scientist",
        "data-scientist performs develop-ml-models",
    ],
    16: ["related_to software-engineering", "data-science related_to machine-learning-engineer"],
    18: ["performs lead-ml-system-optimization", "improve-datasets applies statistical-analysis"],
    20: ["performs incorporate-ai-software", "incorporate-ai-software applies artificial-intelligence"],
    21: ["performs convert-data-science-prototypes"],
    22: ["performs set-ml-objectives", "set-ml-objectives applies communication"],
    23: ["performs design-with-ux-designers", "design-with-ux-designers applies collaboration"],
    24: ["performs develop-ml-algorithms", "develop-ml-algorithms applies big-data-analysis"],
    25: ["performs record-ml-processes", "record-ml-processes applies record-keeping"],
    26: ["performs research-ml-trends"],
    27: ["performs convert-text-to-speech", "convert-text-to-speech applies speech-synthesis"],
    28: ["performs test-ml-systems", "performs translate-test-results", "test-ml-systems applies statistical-analysis"],
    31: [
        "requires coding",
        "requires data-modeling",
        "requires applied-mathematics",
        "requires computer-science-fundamentals",
        "requires communication",
    ],
    35: [
        "regression part_of data-modeling",
        "classification part_of data-modeling",
        "clustering part_of data-modeling",
        "ml-algorithm-selection part_of data-modeling",
    ],
    37: [
        "applied-mathematics requires statistics",
        "applied-mathematics requires probability",
        "applied-mathematics requires calculus",
        "applied-mathematics requires linear-algebra",
        "machine-learning requires statistics",
        "machine-learning requires probability",
        "machine-learning requires calculus",
        "machine-learning requires linear-algebra",
    ],
    39: [
        "computer-science-fundamentals requires data-structures",
        "computer-science-fundamentals requires programming",
        "computer-science-fundamentals requires computer-organization",
        "ml-algorithm-development requires computer-science-fundamentals",
    ],
    41: ["requires teamwork", "requires interpersonal-skills", "requires collaboration"],
    45: ["observation salary", "observation salary (entry)"],
    46: ["claim pay-depends-on-location", "payscale claim estimates-change"],
    47: ["claim pay-depends-on-experience", "claim entry-pay-differs"],
    51: ["python claim most-preferred-for-ml", "python used_for machine-learning"],
    52: ["python used_for data-modeling", "python used_for data-processing", "python claim strong-community"],
    54: ["keras implemented_in python", "keras used_for deep-learning", "keras claim unstructured-data"],
    55: [
        "keras integrates_with tensorflow",
        "keras used_for hyperparameter-tuning",
        "keras used_for data-management",
        "keras used_for experimentation",
        "keras used_for model-deployment",
    ],
    57: [
        "tensorflow-js part_of tensorflow",
        "tensorflow-js implemented_in javascript",
        "javascript claim graphics-api",
    ],
    59: ["tensorflow used_for neural-networks", "tensorflow used_for dataflow-programming"],
    60: ["tensorflow used_for debugging", "tensorflow used_for data-pipelines", "tensorflow used_for scalability"],
    62: ["java alternative_to python", "java claim after-python", "java used_for data-analysis"],
    65: ["claim three-step-process", "requires bachelor-computer-science or bachelor-data-science"],
    66: ["claim learning-never-ends", "claim keeps-learning-by"],
    70: [
        "machine-learning-bootcamp teaches machine-learning",
        "machine-learning-bootcamp teaches data-modeling",
        "machine-learning-bootcamp teaches data-analytics",
    ],
    71: [
        "machine-learning-bootcamp offered_by springboard",
        "machine-learning-bootcamp offered_by flatiron-school",
        "machine-learning-bootcamp offered_by coding-dojo",
        "machine-learning-bootcamp claim career-guidance",
        "machine-learning-bootcamp claim hiring-partners",
    ],
    73: [
        "claim minimum-education-masters",
        "artificial-intelligence-master-program awards master-artificial-intelligence",
    ],
    74: [
        "claim entry-level-bachelors",
        "computer-science-bachelor-program awards bachelor-computer-science",
        "data-science-bachelor-program awards bachelor-data-science",
        "computer-science-bachelor-program observation duration",
    ],
    75: [
        "computer-science-bachelor-program teaches programming",
        "computer-science-bachelor-program teaches coding",
        "data-science-bachelor-program teaches statistical-analysis",
        "data-science-bachelor-program teaches analytical-thinking",
        "computer-science-bachelor-program teaches software-development",
        "data-science-bachelor-program teaches data-modeling",
        "claim doctorate-furthers-career",
    ],
    77: ["self-study offered_by udemy", "self-study offered_by edx", "self-study claim self-paced"],
    78: [
        "machine-learning-a-z offered_by udemy",
        "machine-learning-a-z teaches machine-learning",
        "machine-learning-a-z teaches python",
        "machine-learning-a-z teaches r",
        "self-study claim free-before-paid",
    ],
    80: [
        "healthcare hires machine-learning-engineer",
        "finance hires machine-learning-engineer",
        "manufacturing hires machine-learning-engineer",
        "advertising hires machine-learning-engineer",
        "entertainment hires machine-learning-engineer",
        "claim necessary-for-workflow",
    ],
    81: [
        "transportation hires machine-learning-engineer",
        "transportation applies self-driving-cars",
        "traffic-prediction part_of self-driving-cars",
        "performs create-traffic-prediction-software",
    ],
    84: ["claim skills-answer", "requires analytical-thinking", "requires coding", "requires communication"],
    86: ["claim employers-bachelors", "claim time-depends-on-path"],
    88: ["claim good-career-path", "claim high-demand"],
    90: ["machine-learning-bootcamp claim not-mandatory", "machine-learning-bootcamp claim hones-skills"],
}
"""What the article states, by line; a statement without a subject is about the machine learning engineer."""

TASKS_OF_THE_DAY = range(20, 29)


@pytest.fixture(scope="module")
def graph() -> CareerGraph:
    """The shipped graph."""
    return load_graph()


@pytest.mark.parametrize(("kind", "name"), [(kind, name) for kind, names in NAMED.items() for name in names])
def test_what_the_article_names_is_a_concept(graph: CareerGraph, kind: str, name: str) -> None:
    """A name that the article uses finds a concept of the right kind."""
    assert graph.find(name).kind == kind


@pytest.mark.parametrize("line", FACTS)
def test_what_the_article_states_is_credited_to_its_line(graph: CareerGraph, line: int) -> None:
    """A fact that the article states is in the graph, with that line as its evidence."""
    verbs = ("performs", "transitions_to", "collaborates_with", "related_to", "requires", "claim", "observation")
    expected = {f"machine-learning-engineer {fact}" if fact.split()[0] in verbs else fact for fact in FACTS[line]}
    assert expected <= set(coverage(graph)[line])


@pytest.mark.parametrize("line", TASKS_OF_THE_DAY)
def test_each_task_of_the_day_is_performed(graph: CareerGraph, line: int) -> None:
    """Each of the nine daily tasks is a task that the role performs and that applies some competency."""
    performed = [
        text.split()[-1] for text in coverage(graph)[line] if text.startswith("machine-learning-engineer performs")
    ]
    assert performed
    for task in performed:
        assert any(edge.type == "applies" for edge in graph.edges(graph[task]))
