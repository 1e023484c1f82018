"""The pages of the declaration: one subject each, in the order in which people tell it."""

from dataclasses import dataclass

from accident_manager.claims.rules.declaration.fields import PRIVATE, SCHEMES, Answers, Field, all_fields, is_asked
from accident_manager.foundation.refusal import N_


@dataclass(frozen=True, slots=True)
class Step:
    """A page: `title` names it in lists, `question` heads it, `hint` says what is needed; all three source sentences.

    `fields` are the keys of its questions under the scheme, asked or not.
    """

    slug: str
    title: str
    question: str
    hint: str
    fields: tuple[str, ...] = ()


_STEPS = (
    Step(
        "employer",
        N_("The employer and the policy"),
        N_("Who is the employer?"),
        N_("We know the employer and the policy. Tell us only whom the insurer may contact."),
    ),
    Step(
        "victim",
        N_("The victim"),
        N_("Who is the victim?"),
        N_("Keep the identity card or the personnel file of the victim at hand."),
    ),
    Step(
        "contract",
        N_("Contract and job"),
        N_("Which work does the victim do for you?"),
        N_("The contract on the day of the accident."),
    ),
    Step(
        "place-time",
        N_("Place and time"),
        N_("Where and when did it happen?"),
        N_("The day of the accident decides by when you must declare it."),
    ),
    Step(
        "circumstances",
        N_("Circumstances and cause"),
        N_("What happened?"),
        N_("Tell it in your own words first; then choose the codes that fit."),
    ),
    Step(
        "injury",
        N_("Injury and care"),
        N_("What is the injury?"),
        N_("Say what you saw or what the certificate says. Only those who handle the file read this."),
    ),
    Step(
        "people",
        N_("Witnesses, third party, police report"),
        N_("Who else was involved?"),
        N_("Three questions; “unknown” is an answer too."),
    ),
    Step(
        "consequences",
        N_("Incapacity and return to work"),
        N_("What are the consequences for the work?"),
        N_("What you know today is enough. You can report a change later."),
    ),
    Step(
        "wage",
        N_("Wage and hours"),
        N_("What does the victim earn?"),
        N_("Keep the last payslip at hand. Your payroll office can fill in this part."),
    ),
    Step(
        "prevention",
        N_("Prevention and protection"),
        N_("How can it be prevented next time?"),
        N_("What the victim wore, and what you do so that it does not happen again."),
    ),
    Step(
        "documents",
        N_("Papers to add"),
        N_("Do you have papers to add?"),
        N_("The first-findings certificate, a police report, photographs. You can also add them later."),
    ),
)
_PRIVATE_ONLY = frozenset({"wage"})


def steps_for(scheme: str) -> tuple[Step, ...]:
    """The pages under a scheme, in order. KeyError for a scheme that does not exist."""
    if scheme not in SCHEMES:
        raise KeyError(scheme)
    return tuple(
        Step(step.slug, step.title, step.question, step.hint, tuple(f.key for f in step_fields(step.slug, scheme)))
        for step in _STEPS
        if scheme == PRIVATE or step.slug not in _PRIVATE_ONLY
    )


def step(slug: str, scheme: str) -> Step:
    """The page with this slug. KeyError when the scheme has none."""
    for known in steps_for(scheme):
        if known.slug == slug:
            return known
    raise KeyError(slug)


def step_fields(slug: str, scheme: str) -> tuple[Field, ...]:
    """Every field that the scheme knows on this page, whatever the answers."""
    return tuple(field for field in all_fields() if field.step == slug and field.letters[scheme] != "-")


def fields_of(step: Step | str, scheme: str, answers: Answers) -> tuple[Field, ...]:
    """The questions (and prefilled facts) of a page whose condition holds, in order."""
    slug = step if isinstance(step, str) else step.slug
    return tuple(field for field in step_fields(slug, scheme) if is_asked(field, scheme, answers))
