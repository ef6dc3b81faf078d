// Checks a template of AWS SAM: node lambda.mjs FILE. Prints a line for each mistake, and ends with 1 if there is any.
import { readFileSync } from 'node:fs';
import { parseDocument } from 'yaml';
import { mistakes } from './cloudformation.mjs';

const file = process.argv[2];

// !Ref x is {Ref: x}, and !Sub x is {"Fn::Sub": x}.
const functions = ['And', 'Base64', 'Cidr', 'Equals', 'FindInMap', 'GetAtt', 'GetAZs', 'If', 'ImportValue', 'Join', 'Not', 'Or', 'Select',
  'Split', 'Sub'];
const tags = [['!Ref', 'Ref'], ['!Condition', 'Condition'], ...functions.map((name) => [`!${name}`, `Fn::${name}`])].flatMap(
  ([tag, name]) => [
    { tag, resolve: (text) => ({ [name]: text }) },
    { tag, collection: 'seq', resolve: (list) => ({ [name]: list.toJSON() }) },
    { tag, collection: 'map', resolve: (map) => ({ [name]: map.toJSON() }) },
  ],
);

const document = parseDocument(readFileSync(file, 'utf8'), { customTags: tags });
const lines = [...document.errors, ...document.warnings].map((failure) => `${failure.message}`);
if (lines.length === 0) {
  const template = document.toJS();
  lines.push(...mistakes(template), ...disagreements(template));
}
for (const line of lines) {
  console.log(`${file}: ${line}`);
}
console.log(`${file}: ${lines.length} mistakes`);
process.exitCode = lines.length > 0 ? 1 : 0;

/** The function is told how it is invoked, since no invocation says it. */
function disagreements(template) {
  return Object.entries(template.Resources ?? {}).filter(([, one]) => one.Properties?.FunctionUrlConfig).flatMap(([name, one]) => {
    const wanted = (one.Properties.FunctionUrlConfig.InvokeMode ?? 'BUFFERED').toLowerCase();
    const told = one.Properties.Environment?.Variables?.AGENTSERVICE_LAMBDA_INVOKEMODE ?? 'buffered';
    return wanted === told.toLowerCase() ? [] :
      [`/Resources/${name}/Properties/Environment/Variables/AGENTSERVICE_LAMBDA_INVOKEMODE: must be ${wanted}, as InvokeMode is`];
  });
}
