// SPDX-License-Identifier: Apache-2.0
// The search itself: each word is found, and what looks like one is not.
import { newerBash, notOnMacOS } from "./words";

test.each([
  "mapfile -t lines <file",
  "readarray x",
  "declare -A map",
  "local -n name=$1",
  "declare -gr X=1",
  "echo ${name,,}",
  "echo ${names[0]^^}",
  "echo ${name@Q}",
  "wait -n",
  "program &>>log",
  "program |& cat",
  "  a) one ;;&",
  "[[ -v name ]]",
  "[[ ! -v name ]]",
  "echo ${names[-1]}",
  "echo ${name:0:-1}",
  "echo $EPOCHSECONDS",
  "printf '%(%s)T' -1",
  "read -r -t 0.5 line",
  "read -rN 1 letter",
  "exec {fd}>file",
  "shopt -s inherit_errexit",
  "echo {1..9..2}",
  "echo {01..10}",
  "echo $'\\u00e9'",
  "[[ $text =~ 'a'(b) ]]",
  'list=()\nprogram "${list[@]}"',
  'local -a list\nprogram "${list[*]}"',
])("bash 3.2 does not know %j", (line) => {
  expect(newerBash(line)).toHaveLength(1);
});

test.each([
  "# mapfile -t lines <file",
  "local signal tries",
  "declare -r X=1",
  "echo ${name//,/ }",
  "echo ${name:-x,y}",
  "echo ${name:0:63}",
  "wait $pid",
  "program >>log 2>&1",
  "one || two && three",
  "read -r -t 5 line",
  "exec 3<>file",
  'rm "$DIRECTORY"/{one,other}',
  "[[ $text =~ $pattern ]]",
  'list=("$1")\nprogram "${list[@]}"',
  'list=()\nprogram ${list[@]+"${list[@]}"}',
])("bash 3.2 knows %j", (line) => {
  expect(newerBash(line)).toEqual([]);
});

test.each([
  "sed -i 's/a/b/' file",
  "sed -n -i p file",
  "echo x | sha256sum --check",
  "readlink -f .",
  "date -d yesterday",
  "stat -c %s file",
  "ps ax | grep -oP x",
  "base64 -w0 file",
  "xargs -r rm",
  "mktemp -p /tmp",
  "cp --archive a b",
  "timeout 5 program",
  "sha256sum --check file; echo shasum",
  "npm start    # makes a host",
  "# makes a host",
  "  # makes a host",
  "echo 'a # b' \"c\" #d",
  "program > <file # what is in <the file>",
])("a Mac does not know %j", (line) => {
  expect(notOnMacOS(line)).toHaveLength(1);
});

test.each([
  "sed -i.bak s/a/b/ file",
  "sha256sum --check || shasum -a 256 --check",
  "echo 'a # b' \"# c\" a#b ${#x} $#",
  "echo date",
  "cp -R a b",
  "npm start -- --timeout 5",
])("a Mac knows %j", (line) => {
  expect(notOnMacOS(line)).toEqual([]);
});
