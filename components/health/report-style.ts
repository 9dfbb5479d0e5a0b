// SPDX-License-Identifier: Apache-2.0

/** How the report page looks: light or dark as the reader's system is, one column on a phone. */
export const pageStyle = `
:root {
  --back: #f6f7f9; --card: #fff; --text: #1b1f24; --soft: #59636e; --line: #d8dee4;
  --pass: #1a7f37; --warn: #9a6700; --fail: #cf222e; --skip: #6e7781;
  --boot: #8250df; --cloud: #0969da; --install: #bf5b04; --probes: #1a7f37;
}
@media (prefers-color-scheme: dark) {
  :root {
    --back: #0f1318; --card: #181d24; --text: #e6eaef; --soft: #9aa5b1; --line: #303842;
    --pass: #4ac26b; --warn: #d4a72c; --fail: #ff7b72; --skip: #8b949e;
    --boot: #b392f0; --cloud: #58a6ff; --install: #f0883e; --probes: #4ac26b;
  }
}
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 66rem; padding: 1.5rem 1rem 3rem; background: var(--back); color: var(--text);
  font: 16px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif; }
h1 { margin: .3rem 0 .6rem; font-size: 1.9rem; line-height: 1.2; overflow-wrap: anywhere; }
h2 { margin: 0 0 .8rem; font-size: 1.15rem; }
h3 { display: flex; justify-content: space-between; margin: 1.1rem 0 .3rem; font-size: .95rem; }
section { margin-top: 1.2rem; padding: 1.1rem 1.2rem; background: var(--card); border: 1px solid var(--line); border-radius: .7rem; }
.verdict { display: inline-block; margin: 0; padding: .15rem .8rem; border-radius: 1rem; font-weight: 600; color: var(--card); }
.verdict.pass { background: var(--pass); } .verdict.fail { background: var(--fail); }
dl { display: flex; flex-wrap: wrap; gap: .5rem 2rem; margin: 0; }
dt { color: var(--soft); font-size: .8rem; } dd { margin: 0; overflow-wrap: anywhere; }
table { width: 100%; border-collapse: collapse; }
th, td { padding: .45rem .8rem .45rem 0; text-align: left; vertical-align: top; border-top: 1px solid var(--line); }
thead th { border: 0; color: var(--soft); font-size: .8rem; font-weight: 500; }
tbody th { font-weight: 600; white-space: nowrap; }
.number { text-align: right; white-space: nowrap; color: var(--soft); font-variant-numeric: tabular-nums; font-weight: 400; }
.detail { width: 60%; overflow-wrap: anywhere; font-size: .92rem; }
.status { font-weight: 600; }
.status::before { content: ""; display: inline-block; width: .6em; height: .6em; margin-right: .45em; border-radius: 50%; background: currentColor; }
.status.pass { color: var(--pass); } .status.warn { color: var(--warn); } .status.fail { color: var(--fail); } .status.skip { color: var(--skip); }
figure { margin: 0; } figure + figure { margin-top: 1.8rem; padding-top: 1.2rem; border-top: 1px solid var(--line); }
figcaption { color: var(--soft); font-size: .85rem; }
ol { margin: 0; padding: 0; list-style: none; }
li, .axis { display: grid; grid-template-columns: 11rem 1fr 6rem; align-items: center; gap: 0 .8rem; }
.axis .track { grid-column: 2; height: 1.5rem; background: none; }
.axis b { position: absolute; top: 0; height: 100%; border-left: 1px solid var(--line); font-weight: 400; }
.axis b span { padding-left: .3rem; color: var(--soft); font-size: .75rem; font-variant-numeric: tabular-nums; }
.name { overflow-wrap: anywhere; font-size: .9rem; }
.track { position: relative; height: .85rem; background: var(--back); border-radius: .25rem; }
.track i { position: absolute; top: 0; height: 100%; min-width: 3px; border-radius: .25rem; background: var(--probes); }
.boot i { background: var(--boot); } .cloud-init i { background: var(--cloud); } .install i { background: var(--install); }
li .number { font-size: .85rem; }
@media (max-width: 40rem) {
  section { padding: .9rem; }
  thead { display: none; }
  tbody tr { display: grid; grid-template-columns: 1fr auto auto; gap: 0 1rem; padding: .5rem 0; border-top: 1px solid var(--line); }
  tbody th, td { padding: 0; border: 0; }
  .detail { grid-column: 1 / -1; width: auto; color: var(--soft); }
  li { grid-template-columns: 1fr auto; margin-bottom: .35rem; } li .track { grid-column: 1 / -1; grid-row: 2; }
  .axis { grid-template-columns: 1fr; } .axis .track { grid-column: 1; }
  .axis b:nth-child(even) span { display: none; }
}
@media print { body { background: none; } section { break-inside: avoid-page; } }
`;
