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
  lines.push(...mistakes(template), ...disagreements(template), ...omissions(template));
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

/** What the service itself cannot miss: upkeep, alarms of a canary, and versions that have the settings of now. */
function omissions(template) {
  const metrics = Object.values(template.Resources ?? {}).map((one) => one.Properties?.MetricName);
  const unless = (there, line) => (there ? [] : [line]);
  return Object.entries(template.Resources ?? {}).filter(([, one]) => one.Properties?.AutoPublishAlias).flatMap(([name, one]) => {
    const { AutoPublishAliasAllProperties: all, DeploymentPreference: preference, Events: events } = one.Properties;
    const path = `/Resources/${name}/Properties`;
    return [
      ...unless(all === true, `${path}/AutoPublishAliasAllProperties: must be true, or changed settings are never served`),
      ...['Errors', 'Url5xxCount'].flatMap((metric) =>
        unless(metrics.includes(metric) && preference?.Alarms?.length > 1, `${path}/DeploymentPreference/Alarms: none is on ${metric}`)),
      ...unless(Object.values(events ?? {}).some((event) => event.Properties?.Input === '{"agent-service":"upkeep"}'),
        `${path}/Events: no schedule sends {"agent-service":"upkeep"}`),
    ];
  });
}
