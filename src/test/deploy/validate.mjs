// Validates the documents on standard input: what kubectl kustomize renders, with the annotations of their origin.
// Prints one line per mistake, with file, kind, name and path, and ends with 1 if there is any.
import { readFileSync } from 'node:fs';
import { parseAllDocuments } from 'yaml';
import { brokenReferences } from './references.mjs';
import { mistakes } from './schemas.mjs';

const overlay = process.argv[2] ?? 'standard input';
const documents = parseAllDocuments(readFileSync(0, 'utf8')).map((document) => {
  if (document.errors.length > 0) {
    throw document.errors[0];
  }
  return document.toJS();
}).filter((document) => document !== null);

const lines = [];
for (const document of documents) {
  for (const mistake of await mistakes(document)) {
    lines.push(`${title(document)} ${mistake}`);
  }
}
// Only what has the right shape can be asked what it refers to.
if (lines.length === 0) {
  for (const { document, mistake } of brokenReferences(documents)) {
    lines.push(`${title(document)} ${mistake}`);
  }
}
if (documents.length === 0) {
  lines.push(`${overlay}: no documents`);
}
for (const line of lines) {
  console.log(line);
}
console.log(`${overlay}: ${documents.length} documents, ${lines.length} mistakes`);
process.exitCode = lines.length > 0 ? 1 : 0;

/** Kustomize says in an annotation which file a document is from, as seen from the folder it rendered in. */
function title(document) {
  const origin = document.metadata?.annotations?.['config.kubernetes.io/origin'] ?? '';
  const file = /(?:path|configuredIn): (?:\.\.\/)*(\S+)/.exec(origin)?.[1] ?? overlay;
  return `${file}: ${document.kind}/${document.metadata?.name}`;
}
