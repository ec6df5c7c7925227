"""The declared network, its input and where features are taken: everything that a job needs to take them again."""

from __future__ import annotations

from dataclasses import dataclass, field

from radaudit.core.errors import NotApplicable, Unavailable
from radaudit.core.step import evidence
from radaudit.deep.bundles.preprocessing import Translated, translated
from radaudit.deep.bundles.told import Told
from radaudit.deep.declared import recipe_of
from radaudit.deep.networks.declared import network_spec
from radaudit.deep.networks.formats import format_of
from radaudit.deep.networks.open import content_of, missing_extra
from radaudit.deep.networks.refused import NetworkRefused
from radaudit.deep.networks.spec import NetworkSpec
from radaudit.deep.recipe import Recipe
from radaudit.deep.variants import Taking
from radaudit.evidence.auditor import Auditor
from radaudit.study.load import Study


@dataclass(frozen=True)
class DeepSetup:
    """How the study says that its deep features were taken.

    Attributes
    ----------
    spec
        The network.
    taking
        Its input, the layer and the pooling.
    told
        What its bundle says besides, if it is one.
    prepared
        How the bundle says that images are prepared, as far as radaudit has steps for it.
    """

    spec: NetworkSpec
    taking: Taking
    told: Told | None = None
    prepared: Translated = field(default_factory=Translated)

    @property
    def recipe(self) -> Recipe:
        """How a case becomes the network's input."""
        return Recipe(self.taking.steps)

    @property
    def is_onnx(self) -> bool:
        """Whether the network runs in ONNX Runtime, without torch."""
        try:
            return format_of(content_of(self.spec), self.spec.shown) == "onnx"
        except NetworkRefused:
            return False

    def need_libraries(self) -> None:
        """Refuse to go on where the network can't be opened for want of a library.

        Raises
        ------
        Unavailable
            With the command that installs it.
        """
        try:
            extra = missing_extra(self.spec)
        except NetworkRefused:
            return  # whoever opens it says so
        if extra:
            raise Unavailable(
                f"Taking features from this network needs libraries that are not installed here (radaudit[{extra}]).",
                f"pip install 'radaudit[{extra}]'",
            )


@evidence
def deep_setup(study: Study, auditor: Auditor) -> DeepSetup:
    """The network with its input, as declared; nothing is opened yet."""
    info = study.manifest.deep
    if info is None:
        raise NotApplicable("The study takes no features from a network.")
    try:
        spec, told = network_spec(study, auditor.trust, auditor.sandbox)
    except NetworkRefused as refusal:
        raise Unavailable(f"The network can't be opened: {refusal.said}.", refusal.remedy) from None
    prepared = translated(told.kind, told.preprocessing) if told else Translated()
    steps = recipe_of(info.input).steps
    if info.input is None and prepared.whole:
        steps = prepared.steps
    return DeepSetup(spec, Taking(steps, info.layer or "", info.pool), told, prepared)
