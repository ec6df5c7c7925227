"""The features of a table in groups: each group depends on the settings of one stage and not on those after it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from radaudit.features.names import FeatureName
from radaudit.features.recovery.bins import by_histogram
from radaudit.features.recovery.columns import image_type


@dataclass(frozen=True)
class Scene:
    """The table's features.

    Attributes
    ----------
    names
        Those that can be compared.
    """

    names: tuple[FeatureName, ...]

    @cached_property
    def main(self) -> str:
        """The image by which preprocessing is told: the original one, or the first that the table has."""
        images = sorted({name.image for name in self.names if not name.kind.startswith("shape")})
        return "original" if "original" in images or not images else images[0]

    @property
    def shape(self) -> list[FeatureName]:
        return [name for name in self.names if name.kind.startswith("shape")]

    @property
    def intensity(self) -> list[FeatureName]:
        """First-order features of the main image that need no bins."""
        return [name for name in self._on(self.main) if name.kind == "firstorder" and not name.is_texture]

    @property
    def histogram(self) -> list[FeatureName]:
        return self.histogram_of(self.main)

    def histogram_of(self, image: str) -> list[FeatureName]:
        """Features of an image that its histogram alone gives."""
        return [name for name in self._on(image) if by_histogram(name)]

    @property
    def texture(self) -> list[FeatureName]:
        """Features of the main image that need bins."""
        return [name for name in self._on(self.main) if name.is_texture]

    def filtered(self, texture: bool) -> list[FeatureName]:
        """Features of the other images: those that need bins, or those that don't."""
        return [
            name
            for name in self.names
            if name.image != self.main and not name.kind.startswith("shape") and name.is_texture == texture
        ]

    def _on(self, image: str) -> Sequence[FeatureName]:
        return [name for name in self.names if name.image == image and not name.kind.startswith("shape")]

    def kinds(self, plain: set[str] | frozenset[str]) -> set[str]:
        """Feature classes of these; first-order ones count for none, because every texture setting leaves them."""
        return {name.kind for name in self.names if name.plain in plain and name.kind != "firstorder"}

    def types(self, plain: set[str] | frozenset[str]) -> set[str]:
        """Image types of these."""
        return {kind for name in self.names if name.plain in plain and (kind := image_type(name.image))}
