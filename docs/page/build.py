"""Build the page that reads and checks tables in the browser: ``python docs/page/build.py OUT``.

Writes ``OUT/site/`` (a folder for any web server), ``OUT/perfmodel.html`` (the same page as one file that opens from
disk) and ``OUT/weights.json`` (what weighs how much). Needs `pip`, `npm` and `node`; the first two download what ``requirements.txt`` and
``package-lock.json`` name to a cache; nothing is used whose hash is not the one that stands there. Two builds are the same bytes.
"""

from __future__ import annotations

import argparse
import base64
import gzip
import hashlib
import html
import io
import json
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent

# The modules of the page's script, each behind those that it imports.
MODULES = ("strings.js", "dom.js", "assets.js", "engine.js", "tables.js", "value.js", "files.js", "compare.js", "main.js")  # fmt: skip
# The files of Pyodide that run it.
RUNTIME = ("pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm", "python_stdlib.zip")
# Packs of Python modules, and the wheels in each. `core` is unpacked at the start, any other when it is first needed: its name
# is that of the extra that a user would install.
PACKS = {"core": ("attrs", "lark", "pyyaml"), "pdf": ("pdfminer", "charset_normalizer"), "xls": ("xlrd",), "xlsx": ("xlsxwriter",)}  # fmt: skip
# What of a wheel runs. The tables of characters of PDFs are those of Chinese and those that need none.
_CODE = re.compile(r"[^/]+/.*\.(?:py|lark)|[^/]+\.py")
_CHARACTER_TABLE = re.compile(
    r"pdfminer/cmap/(?:to-unicode-|Uni(?:GB|CNS)|GB|B5|ETen|ETHK|HK|CNS|Identity|Adobe-(?:GB|CNS)).*\.gz"
)
_NOT_RUN = re.compile(r"lark/(?:__pyinstaller|tools)/|.*/(?:tests|testing)/|attr/.*\.pyi")
# pdfminer decrypts with `cryptography`, which is not pure Python: what it imports of it is our own.
_CIPHERS = "cryptography/hazmat/primitives/ciphers/__init__.py"
_CRYPTOGRAPHY = {
    "cryptography/__init__.py": "",
    "cryptography/hazmat/__init__.py": "",
    "cryptography/hazmat/backends/__init__.py": "def default_backend():\n    return None\n",
    "cryptography/hazmat/primitives/__init__.py": "",
}


class Asset(NamedTuple):
    """Something that the page loads: its bytes, and the same packed by gzip."""

    name: str
    data: bytes
    packed: bytes

    @classmethod
    def of(cls, name: str, data: bytes) -> Asset:
        """Pack bytes, without the time."""
        return cls(name, data, gzip.compress(data, 9, mtime=0))

    @property
    def file(self) -> str:
        """The name in the folder: with a hash, so that no browser takes it from an older page."""
        return f"{self.name}.{hashlib.sha256(self.packed).hexdigest()[:12]}.bin"

    @property
    def integrity(self) -> str:
        """The hash that the browser holds the file to."""
        return hash_of(self.packed)


def hash_of(data: bytes) -> str:
    """Return the hash of bytes as policies and `integrity` write it."""
    return f"sha256-{base64.b64encode(hashlib.sha256(data).digest()).decode()}"


def archive_of_npm(cache: Path) -> Path:
    """Return the archive of Pyodide from the cache, downloaded where it is not there; exits where its hash is another."""
    locked = json.loads((HERE / "package-lock.json").read_text(encoding="utf-8"))["packages"]["node_modules/pyodide"]
    path = cache / f"pyodide-{locked['version']}.tgz"
    if not path.exists():
        command = ["npm", "pack", f"pyodide@{locked['version']}", "--silent", "--pack-destination", str(cache)]
        _download(command, cache)
    found = base64.b64encode(hashlib.sha512(path.read_bytes()).digest()).decode()
    if f"sha512-{found}" != locked["integrity"]:
        sys.exit(f"{path}: the hash is not that of package-lock.json; delete it to download it again")
    return path


def _download(command: list[str], folder: Path) -> None:
    """Run what downloads; exits with status 3 where there is no network, or no such program."""
    try:
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd=folder)
    except (OSError, subprocess.CalledProcessError) as failure:
        print(f"{command[0]}: cannot download: {failure}", file=sys.stderr)
        sys.exit(3)


def wheels(cache: Path) -> dict[str, Path]:
    """Return the wheels of ``requirements.txt`` from the cache by the name of each, downloaded where one is not there."""
    requirements = HERE / "requirements.txt"
    wanted = set(re.findall(r"sha256:([0-9a-f]{64})", requirements.read_text(encoding="utf-8")))
    found = _hashed_wheels(cache, wanted)
    if len(found) < len(wanted):
        command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--require-hashes", "--only-binary", ":all:"]  # fmt: skip
        # A wheel is taken for what is in it; this names one platform, whichever builds.
        command += ["--platform", "manylinux2014_x86_64", "--platform", "any", "--implementation", "cp", "--python-version", "3.13"]  # fmt: skip
        _download([*command, "--dest", str(cache), "--requirement", str(requirements)], cache)
        found = _hashed_wheels(cache, wanted)
    if len(found) < len(wanted):
        sys.exit(f"{cache}: a wheel is missing whose hash stands in requirements.txt")
    return found


def _hashed_wheels(cache: Path, wanted: set[str]) -> dict[str, Path]:
    paths = (path for path in sorted(cache.glob("*.whl")) if hashlib.sha256(path.read_bytes()).hexdigest() in wanted)
    return {path.name.split("-")[0].lower(): path for path in paths}


def files_of_wheel(path: Path) -> Iterator[tuple[str, bytes]]:
    """Yield what of a wheel runs, and its licences."""
    with zipfile.ZipFile(path) as wheel:
        for name in wheel.namelist():
            runs = _CODE.fullmatch(name) and not _NOT_RUN.match(name)
            if runs or _CHARACTER_TABLE.fullmatch(name) or re.search(r"\.dist-info/.*(?:LICEN[CS]E|COPYING)", name):
                yield name, wheel.read(name)


def files_of_package() -> Iterator[tuple[str, bytes]]:
    """Yield the files of the package itself, and of the page what runs in Python."""
    for path in sorted((ROOT / "perfmodel").rglob("*")):
        if path.is_file() and path.suffix != ".pyc":
            yield path.relative_to(ROOT).as_posix(), path.read_bytes()
    yield "bridge.py", (HERE / "bridge.py").read_bytes()


def zipped(files: dict[str, bytes]) -> bytes:
    """Return an archive of files, in order and without times; nothing in it is packed, since the whole is."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for name in sorted(files):
            archive.writestr(zipfile.ZipInfo(name), files[name])
    return out.getvalue()


def lock_file(cache: Path) -> dict[str, object]:
    """Return the list of packages that Pyodide asks for, of its own version and without any package."""
    with tarfile.open(archive_of_npm(cache)) as archive:
        member = archive.extractfile("package/pyodide-lock.json")
        assert member is not None
        return {"info": json.loads(member.read())["info"], "packages": {}}


def all_assets(cache: Path) -> list[Asset]:
    """Return all that the page loads, in the order in which it needs it."""
    found = wheels(cache)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with tarfile.open(archive_of_npm(cache)) as archive:
            for runtime in (*RUNTIME, "pyodide-lock.json", "package.json"):
                member = archive.extractfile(f"package/{runtime}")
                assert member is not None
                (folder / runtime).write_bytes(member.read())
        for pack in PACKS:
            (folder / f"{pack}.zip").write_bytes(zipped(dict(_files_of_pack(pack, found))))
        packs = [f"{pack}.zip" for pack in PACKS]
        subprocess.run(["node", str(HERE / "compile.mjs"), name, *packs], check=True)
        return [Asset.of(each, (folder / each).read_bytes()) for each in (*RUNTIME, *packs)]


def _files_of_pack(pack: str, found: dict[str, Path]) -> Iterator[tuple[str, bytes]]:
    for wheel in PACKS[pack]:
        yield from files_of_wheel(next(path for name, path in found.items() if name.startswith(wheel)))
    if pack == "core":
        yield from files_of_package()
    if pack == "pdf":
        yield from ((name, text.encode()) for name, text in _CRYPTOGRAPHY.items())
        yield _CIPHERS, (HERE / "ciphers.py").read_bytes()


def versions(cache: Path) -> list[tuple[str, str]]:
    """Return what the page carries, and the version of each."""
    locked = json.loads((HERE / "package-lock.json").read_text(encoding="utf-8"))["packages"]["node_modules/pyodide"]
    named = re.findall(r"^([\w.-]+)==(\S+)", (HERE / "requirements.txt").read_text(encoding="utf-8"), re.MULTILINE)
    return [("perfmodel", version_of_package()), ("pyodide", locked["version"]), *named]


def version_of_package() -> str:
    """Return the version of the package."""
    found = re.search(r'"([^"]+)"', (ROOT / "perfmodel/_version.py").read_text(encoding="utf-8").split("=")[-1])
    assert found is not None
    return found[1]


def script() -> str:
    """Return the modules of the page as one script: without `export`, and without the imports from one another."""
    joined = []
    for name in MODULES:
        text = (HERE / "js" / name).read_text(encoding="utf-8")
        text = re.sub(r'^import [^;]*? from "\./[\w.]+";\n', "", text, flags=re.MULTILINE)
        joined.append(f"// {name}\n" + re.sub(r"^export ", "", text, flags=re.MULTILINE))
    in_worker = "".join((HERE / name).read_text(encoding="utf-8") for name in ("worker.js", "aes.js"))
    worker = json.dumps(in_worker, ensure_ascii=False)
    # What filters the findings is that of the HTML report, run anew for each one that is shown.
    report_filter = (ROOT / "perfmodel/reports/filter.js").read_text(encoding="utf-8")
    head = f'"use strict";\nconst WORKER = {worker};\n'.replace("<", "\\u003c")
    return f"{head}const filterReport = () => {{\n{report_filter}}};\n" + "\n".join(joined)


def style() -> str:
    """Return the style of tables and reports, which is the package's, and that of the page around them."""
    sheets = (ROOT / "perfmodel/display/style.css", ROOT / "perfmodel/display/page.css", HERE / "style.css")
    return "\n".join(path.read_text(encoding="utf-8") for path in sheets)


def page(assets: list[Asset], about: dict[str, object], single: bool) -> str:
    """Return the page: with all assets in it (``single``), or with the names of the files beside it."""
    code, look = script(), style()
    connections = "'none'" if single else "'self'"
    policy = "; ".join(
        (
            "default-src 'none'",
            # `blob:` is for the modules of Python's runtime, which the worker imports, and which only this script can make.
            f"script-src '{hash_of(code.encode())}' blob: 'wasm-unsafe-eval'",
            f"style-src '{hash_of(look.encode())}'",
            "worker-src blob:",
            f"connect-src {connections}",
            "base-uri 'none'",
            "form-action 'none'",
        )
    )
    listed = {
        **about,
        "single": single,
        "assets": {
            one.name: {"file": one.file, "integrity": one.integrity, "packed": len(one.packed), "bytes": len(one.data)}
            for one in assets
        },
    }
    inside = (
        f'<script type="text/plain" data-asset="{one.name}">{base64.b64encode(one.packed).decode()}</script>\n'
        for one in assets
    )
    values = {
        "policy": html.escape(policy, quote=True).replace("&#x27;", "'"),
        "style": look,
        "manifest": json.dumps(listed, sort_keys=True).replace("<", "\\u003c"),
        "assets": "".join(inside) if single else "",
        "script": code,
    }
    template = (HERE / "page.html").read_text(encoding="utf-8")
    return re.sub(r"\{\{(\w+)\}\}", lambda match: values[match[1]], template)


def build(out: Path, cache: Path) -> list[tuple[str, int]]:
    """Write both outputs and the weights; return these: what, and how many bytes of the single file it is."""
    cache.mkdir(parents=True, exist_ok=True)
    assets, about = all_assets(cache), {"versions": versions(cache), "lock": lock_file(cache)}
    site = out / "site"
    if site.exists():
        shutil.rmtree(site)
    site.mkdir(parents=True)
    for one in assets:
        (site / one.file).write_bytes(one.packed)
    (site / "index.html").write_text(page(assets, about, False), encoding="utf-8", newline="\n")
    single = page(assets, about, True)
    (out / "perfmodel.html").write_text(single, encoding="utf-8", newline="\n")
    weights = [(one.name, len(base64.b64encode(one.packed))) for one in assets]
    weights.append(("page", len(single.encode()) - sum(size for _name, size in weights)))
    (out / "weights.json").write_text(json.dumps(dict(weights), indent=2) + "\n", encoding="utf-8")
    return weights


def main() -> None:
    """Build, and print what weighs how much."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("out", type=Path, metavar="OUT", help="the folder to write to")
    parser.add_argument("--cache", type=Path, help="the folder of downloads (default: OUT/.cache)")
    options = parser.parse_args()
    weights = build(options.out.resolve(), (options.cache or options.out / ".cache").resolve())
    for name, size in weights:
        print(f"{size:>12,}  {name}")
    print(f"{sum(size for _name, size in weights):>12,}  perfmodel.html")


if __name__ == "__main__":
    main()
