"""`evaluate categories`."""

from argparse import Namespace
from pathlib import Path
from time import process_time

import msgspec

from jianyan.commands.terminal import Terminal
from jianyan.filing.examples import Labelled, labelled
from jianyan.filing.figures import Figures, figures
from jianyan.filing.trials import taught, trial
from jianyan.i18n import N_
from jianyan.settings import Settings
from jianyan.sheets import read_rows

_PROPOSALS_LEAST = 2_000


class EvaluationReport(Figures, frozen=True, kw_only=True):
    """How well categories would have been proposed."""

    rows: int
    left_out: int
    folds: int
    seeds: int
    proposals_per_second: int


def evaluate_categories(arguments: Namespace, terminal: Terminal, _: Settings) -> int:
    """Say how well categories would have been proposed for a sheet that is filed already.

    Raises:
        Invalid, Unreadable, TooLarge: the file is not a sheet with what is needed.
    """
    sheet = read_rows(Path(arguments.file))
    read = labelled(sheet, label=arguments.label_column, texts=arguments.text_columns, folds=arguments.folds)
    trials = []
    for seed in range(arguments.seeds):
        trials.append(trial(read.examples, folds=arguments.folds, seed=seed))
        terminal.progress(1, of=arguments.seeds)
    terminal.done()
    report = EvaluationReport(
        rows=len(read.examples),
        left_out=read.left_out,
        folds=arguments.folds,
        seeds=arguments.seeds,
        proposals_per_second=_proposals_per_second(read),
        **msgspec.structs.asdict(figures(trials, read.names)),
    )
    terminal.result(report)
    _say(report, terminal)
    return 0


def _proposals_per_second(read: Labelled) -> int:
    """Measure from text to proposal, after all was learned, in the processor's time."""
    learner = taught(read.examples)
    asked = read.examples * -(-_PROPOSALS_LEAST // len(read.examples))
    began = process_time()
    for example in asked:
        learner.proposal(example.terms)
    return round(len(asked) / (process_time() - began))


def _say(report: EvaluationReport, terminal: Terminal) -> None:
    terminal.say(N_("Rows: %(rows)s. Left out: %(left_out)s."), rows=report.rows, left_out=report.left_out)
    terminal.say(N_("Precision, recall, F1, rows, category:"))
    for one in report.categories:
        ratios = f"{one.precision:6.3f} {one.recall:6.3f} {one.f1:6.3f}"
        terminal.line(f"{ratios} {one.support:6}  {one.category}")
    terminal.say(
        N_("Macro-F1: %(macro).3f ± %(macro_spread).3f. Right: %(right).1f %% ± %(right_spread).1f."),
        macro=report.macro_f1,
        macro_spread=report.macro_f1_spread,
        right=100 * report.accuracy,
        right_spread=100 * report.accuracy_spread,
    )
    if report.worst is not None:
        terminal.say(
            N_("Most often confused: %(category)s, proposed as %(proposed)s, in %(texts).1f rows."),
            category=report.worst.category,
            proposed=report.worst.proposed,
            texts=report.worst.texts,
        )
    terminal.say(N_("Confidence, share of the rows, right:"))
    for level in report.levels:
        terminal.line(f"{level.least:.1f}–{level.below:.1f} {level.share:8.1%} {level.right:8.1%}")
    sentence = N_(
        "With a confidence of 0.8 and more: %(share).1f %% of the rows, %(right).1f %% of them right."
    )
    terminal.say(sentence, share=100 * report.sure.share, right=100 * report.sure.right)
    terminal.say(N_("Proposals a second on one core: %(count)s"), count=report.proposals_per_second)
