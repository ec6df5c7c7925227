"""The implementations that are asked, the commonest first."""

from __future__ import annotations

from collections.abc import Mapping

from radaudit.harmonisation.implementations.asked import Implementation
from radaudit.harmonisation.implementations.canonical import CANONICAL
from radaudit.harmonisation.implementations.combatlearn import FORTIN, JOHNSON
from radaudit.harmonisation.implementations.inmoose import INMOOSE

IMPLEMENTATIONS: Mapping[str, Implementation] = {own.name: own for own in (CANONICAL, INMOOSE, JOHNSON, FORTIN)}
USUAL = CANONICAL.name
