"""Archives of a desk with other rows, whose digests and sizes fit."""

import json
import zipfile
from hashlib import sha256


def rewritten(archive, path, table_name, change, edit_manifest=None):
    """Write an archive again with a table changed, and return the path.

    `change` takes the rows of the table and returns rows, or bytes of the whole file;
    `edit_manifest` changes the manifest at last.
    """
    with zipfile.ZipFile(archive) as former, zipfile.ZipFile(path, "w") as package:
        manifest = json.loads(former.read("manifest.json"))
        name = f"tables/{table_name}.jsonl"
        for each in former.namelist():
            content = former.read(each)
            if each == name:
                table_rows = [json.loads(line) for line in content.splitlines()]
                content = change(table_rows)
                if not isinstance(content, bytes):
                    lines = [json.dumps(row, ensure_ascii=False) for row in content]
                    content = "".join(f"{line}\n" for line in lines).encode()
                [entry] = [table for table in manifest["tables"] if table["name"] == table_name]
                entry |= {"rows": content.count(b"\n"), "bytes": len(content)}
                entry["sha256"] = sha256(content).hexdigest()
            if each == "manifest.json":
                continue
            package.writestr(each, content)
        if edit_manifest:
            edit_manifest(manifest)
        package.writestr("manifest.json", json.dumps(manifest))
    return path
