"""Runs snippets, one after the other: [{name, code}] comes in, {name: what was printed} goes out, or the bytes of image.png where one was written."""
import base64
import json
import os
import sys
import tempfile

os.chdir(tempfile.mkdtemp())
said = {}
for snippet in json.load(sys.stdin):
    printed = []
    exec(snippet["code"], {"print": printed.append})
    if os.path.exists("image.png"):
        with open("image.png", "rb") as picture:
            printed.append(base64.b64encode(picture.read()).decode())
        os.remove("image.png")
    said[snippet["name"]] = json.dumps(printed[0])

os.rmdir(os.getcwd())
json.dump(said, sys.stdout)
