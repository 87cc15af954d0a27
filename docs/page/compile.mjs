// Compiles the modules that the page carries with the Python that will run them, since compiling them in the browser takes
// longer than all else: node compile.mjs FOLDER. The folder has the files of Pyodide and the packs, which are written anew.
import {readFileSync, writeFileSync} from "node:fs";
import {pathToFileURL} from "node:url";

// Node would print the line of the failure, which is all of Pyodide.
process.on("uncaughtException", error => {
  console.error(String(error.message || error));
  process.exit(1);
});
const folder = process.argv[2];
const packs = process.argv.slice(3);
const {loadPyodide} = await import(pathToFileURL(`${folder}/pyodide.mjs`));
const python = await loadPyodide({indexURL: folder});
const names = ["python_stdlib.zip", ...packs];
for (const name of names) python.FS.writeFile(`/${name}`, new Uint8Array(readFileSync(`${folder}/${name}`)));
python.globals.set("packs", python.toPy(packs));
python.runPython(`
import contextlib, importlib, importlib.util, marshal, pkgutil, sys, zipfile


def compiled(name, source, optimize):
    code = compile(source, name, "exec", dont_inherit=True, optimize=optimize)
    # Never held against its source, which is not there (PEP 552).
    head = importlib.util.MAGIC_NUMBER + (1).to_bytes(4, "little") + importlib.util.source_hash(source)
    return head + marshal.dumps(code)


def write_anew(path, is_compiled, optimize):
    with zipfile.ZipFile(path) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
        for name, data in files.items():
            if name.endswith(".py") and is_compiled(name):
                name, data = name + "c", compiled(name, data, optimize)
            archive.writestr(zipfile.ZipInfo(name), data)


# Of the standard library, what the package imports; the rest stays as it is, which is shorter.
sys.path += [f"/{name}" for name in packs]
import perfmodel
import bridge

for module in pkgutil.walk_packages(perfmodel.__path__, "perfmodel."):
    if not module.name.startswith(("perfmodel.cli", "perfmodel.__main__")):
        with contextlib.suppress(ImportError):  # what shows tables on terminals and in frames, which are not here
            importlib.import_module(module.name)
import pdfminer.pdfinterp, pdfminer.pdfpage, xlrd, xlsxwriter
library = {
    file.partition("python314.zip/")[2]
    for module in list(sys.modules.values())
    if "python314.zip/" in (file := getattr(module, "__file__", None) or "")
}
write_anew("/python_stdlib.zip", library.__contains__, 2)  # without docstrings
for name in packs:
    write_anew(f"/{name}", lambda _name: True, 0)
`);
for (const name of names) writeFileSync(`${folder}/${name}`, python.FS.readFile(`/${name}`));
