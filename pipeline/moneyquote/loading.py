"""Finding and loading the pipeline that ships with the package."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from moneyquote.errors import ModelBroken, ModelNotFound
from moneyquote.version import __version__

if TYPE_CHECKING:
    from spacy.language import Language

DEFAULT_MODEL = "news"


def model_path(name: str | Path = DEFAULT_MODEL) -> Path:
    """Return the folder of a model: one that ships with the package, by its name, or a path that exists.

    A name means the shipped one also where a folder of that name is at hand, which "news" is apt to be: of articles.
    Give ``./news``, or a ``Path``, for that.

    Raises:
        ModelNotFound: if it is neither.
    """
    is_name = isinstance(name, str) and os.path.basename(name) == name
    if not is_name and os.path.isdir(name):
        return Path(name)
    here = Path(__file__).parent
    shipped = [here / "models", here.parents[1] / "models"]  # in the wheel; in a checkout
    for folder in shipped:
        if (folder / name / "config.cfg").is_file():
            return folder / name
    if os.path.isdir(name):
        return Path(name)
    known = sorted({config.parent.name for folder in shipped for config in folder.glob("*/config.cfg")})
    raise ModelNotFound(
        str(name), "no such model", f"Give the folder of a model, or one of: {', '.join(known) or 'none'}"
    )


def load(model: str | Path = DEFAULT_MODEL, *, exclude: Sequence[str] = ()) -> Language:
    """Load the pipeline: the shipped one, or that of a folder.

    Args:
        model: a name or a folder.
        exclude: components that are not even loaded, such as one that is about to be fitted anew.

    Raises:
        ModelNotFound: if there is no such model.
        ModelBroken: if its configuration does not load.
    """
    import spacy  # takes a second, which a batch's own process, and whoever only asks for a fingerprint, can spare

    path = model_path(model)
    if not (path / "config.cfg").is_file():
        raise ModelNotFound(str(path), "no config.cfg in the model folder", "Give the folder of a spaCy pipeline")
    try:
        return spacy.load(path, exclude=exclude)
    except (ValueError, OSError, KeyError) as error:
        raise ModelBroken(str(path), f"does not load: {error}", "Install the version that the model names") from error


def fingerprint(model: str | Path = DEFAULT_MODEL) -> str:
    """Return what tells one pipeline's records from another's: our version, and a hash of the model's files.

    Raises:
        ModelNotFound: if there is no such model.
    """
    path = model_path(model)
    digest = hashlib.sha256()
    for file in sorted(path.rglob("*")):
        if file.is_file():
            digest.update(file.relative_to(path).as_posix().encode() + b"\0" + file.read_bytes())
    return f"{path.name}-{__version__}-{digest.hexdigest()[:12]}"
