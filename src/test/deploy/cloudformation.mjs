// What is wrong with a template of AWS SAM or CloudFormation, as lines that begin with the path: by AWS's own description of all resources
// (@aws-cdk/aws-service-spec), and by the limits below, which it does not have.
import { loadAwsServiceSpecSync } from '@aws-cdk/aws-service-spec';

const db = loadAwsServiceSpecSync();

const sections = ['AWSTemplateFormatVersion', 'Transform', 'Description', 'Metadata', 'Parameters', 'Mappings', 'Conditions', 'Rules',
  'Globals', 'Resources', 'Outputs'];
const attributes = ['Type', 'Properties', 'DependsOn', 'Condition', 'Metadata', 'CreationPolicy', 'DeletionPolicy', 'UpdatePolicy',
  'UpdateReplacePolicy'];
const ofParameter = ['Type', 'Default', 'Description', 'AllowedPattern', 'AllowedValues', 'ConstraintDescription', 'MaxLength', 'MaxValue',
  'MinLength', 'MinValue', 'NoEcho'];
const pseudo = ['AWS::AccountId', 'AWS::NotificationARNs', 'AWS::NoValue', 'AWS::Partition', 'AWS::Region', 'AWS::StackId',
  'AWS::StackName', 'AWS::URLSuffix'];

const url = resource('AWS::Lambda::Url').properties;
// https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html, and the page of AWS::Serverless::Function
const limits = {
  'AWS::Serverless::Function': {
    '/Timeout': range(1, 900),
    '/MemorySize': range(128, 10240),
    '/PackageType': oneOf('Image', 'Zip'),
    '/FunctionUrlConfig/InvokeMode': oneOf(...url.InvokeMode.type.allowedValues),
    '/FunctionUrlConfig/AuthType': oneOf(...url.AuthType.type.allowedValues),
    '/DeploymentPreference/Type': oneOf('AllAtOnce', ...[5, 10, 15, 30].map((minutes) => `Canary10Percent${minutes}Minutes`),
      ...[1, 2, 3, 10].map((minutes) => `Linear10PercentEvery${minutes}Minute${minutes > 1 ? 's' : ''}`)),
  },
};

export function mistakes(template) {
  const lines = unknown(template, sections, '');
  for (const [name, parameter] of Object.entries(template.Parameters ?? {})) {
    lines.push(...unknown(parameter, ofParameter, `/Parameters/${name}`));
  }
  for (const [name, one] of Object.entries(template.Resources ?? {})) {
    lines.push(...ofResource(one, `/Resources/${name}`));
  }
  return lines.length > 0 ? lines : brokenReferences(template);
}

function ofResource(one, path) {
  const type = resource(one.Type);
  if (!type) {
    return [`${path}/Type: there is no ${one.Type}`];
  }
  const lines = [...unknown(one, attributes, path), ...ofProperties(one.Properties ?? {}, type.properties, `${path}/Properties`)];
  for (const [field, check] of Object.entries(limits[one.Type] ?? {})) {
    const value = field.slice(1).split('/').reduce((node, key) => node?.[key], one.Properties);
    if (value !== undefined && !isFunction(value) && !check.holds(value)) {
      lines.push(`${path}/Properties${field}: must be ${check.says}`);
    }
  }
  return lines;
}

function ofProperties(value, properties, path) {
  const missing = Object.entries(properties).filter(([name, property]) => property.required && value[name] === undefined);
  return [
    ...unknown(value, Object.keys(properties), path),
    ...missing.map(([name]) => `${path}/${name}: is missing`),
    ...Object.entries(value).filter(([name]) => properties[name]).flatMap(([name, inner]) => ofType(inner, properties[name].type, `${path}/${name}`)),
  ];
}

function ofType(value, type, path) {
  if (isFunction(value)) {
    return [];
  }
  switch (type.type) {
    case 'string':
    case 'date-time':
      return [...unless(typeof value === 'string', path, 'must be a string'), ...allowed(value, type, path)];
    case 'integer':
    case 'number':
      return [...unless(typeof value === 'number', path, 'must be a number'), ...allowed(value, type, path)];
    case 'boolean':
      return unless(typeof value === 'boolean', path, 'must be true or false');
    case 'array':
      return Array.isArray(value) ? value.flatMap((one, i) => ofType(one, type.element, `${path}/${i}`)) : [`${path}: must be a list`];
    case 'map':
      return isObject(value) ? Object.entries(value).flatMap(([key, one]) => ofType(one, type.element, `${path}/${key}`)) : [`${path}: must be a map`];
    case 'ref':
      return isObject(value) ? ofProperties(value, db.get('typeDefinition', type.reference.$ref).properties, path) : [`${path}: must be an object`];
    case 'union':
      return ofAny(type.types.map((one) => ofType(value, one, path)));
    default:
      return []; // JSON and tags
  }
}

/** What SAM hands on to the function, or has got lately: the description of its own type has it not yet. */
function resource(type) {
  const found = described(type);
  return type === 'AWS::Serverless::Function'
    ? { ...found, properties: { LoggingConfig: described('AWS::Lambda::Function').properties.LoggingConfig,
      AutoPublishAliasAllProperties: { type: { type: 'boolean' } }, ...found.properties } } : found;
}

/** What fits one of them is right; otherwise what is wrong by the one that fits best. */
function ofAny(results) {
  return results.reduce((best, result) => (result.length < best.length ? result : best));
}

function brokenReferences(template) {
  const lines = [];
  const used = new Set();
  walk(template, '', (name, value, path) => {
    if (name === 'Fn::If') {
      lines.push(...unless(value[0] in (template.Conditions ?? {}), path, `there is no condition ${value[0]}`));
    }
    for (const [target, attribute] of targets(name, value)) {
      used.add(target);
      if (!resolves(template, target, attribute)) {
        lines.push(`${path}: there is no ${attribute ? `${target}.${attribute}` : target}`);
      }
    }
  });
  for (const parameter of Object.keys(template.Parameters ?? {})) {
    lines.push(...unless(used.has(parameter), `/Parameters/${parameter}`, 'is not used'));
  }
  return lines;
}

function targets(name, value) {
  switch (name) {
    case 'Ref':
      return [[value]];
    case 'Fn::GetAtt': {
      const [target, ...attribute] = Array.isArray(value) ? value : value.split('.');
      return [[target, attribute.join('.')]];
    }
    case 'Fn::Sub': {
      const [text, own] = Array.isArray(value) ? value : [value, {}];
      return [...text.matchAll(/\$\{([^!}][^}]*)\}/g)].map((found) => found[1].trim()).filter((one) => !(one in own))
        .map((one) => [one.split('.')[0], one.split('.').slice(1).join('.')]);
    }
    default:
      return [];
  }
}

function resolves(template, target, attribute) {
  if (!attribute && (pseudo.includes(target) || template.Parameters?.[target])) {
    return true;
  }
  const one = template.Resources?.[target];
  if (!one) {
    return Object.entries(template.Resources ?? {}).some(([name, other]) => made(name, other)[target]?.(attribute));
  }
  return !attribute || one.Type.startsWith('AWS::Serverless::') || attribute in resource(one.Type).attributes;
}

/** What SAM makes of a function besides the function. */
function made(name, one) {
  const has = (type) => (attribute) => !attribute || attribute in resource(type).attributes;
  return one.Type !== 'AWS::Serverless::Function' ? {} : {
    [`${name}Role`]: has('AWS::IAM::Role'),
    ...(one.Properties?.FunctionUrlConfig ? { [`${name}Url`]: has('AWS::Lambda::Url') } : {}),
    ...(one.Properties?.AutoPublishAlias ? { [`${name}Alias${one.Properties.AutoPublishAlias}`]: has('AWS::Lambda::Alias') } : {}),
  };
}

function walk(value, path, visit) {
  if (typeof value !== 'object' || value === null) {
    return;
  }
  for (const [name, inner] of Object.entries(value)) {
    if (name === 'Ref' || name.startsWith('Fn::')) {
      visit(name, inner, path);
    }
    walk(inner, `${path}/${name}`, visit);
  }
}

function described(type) {
  return [...db.lookup('resource', 'cloudFormationType', 'equals', type ?? '')][0];
}

function isObject(value) {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isFunction(value) {
  return isObject(value) && Object.keys(value).length === 1 && /^(Ref|Fn::.*)$/.test(Object.keys(value)[0]);
}

function unknown(value, names, path) {
  return Object.keys(value).filter((name) => !names.includes(name)).map((name) => `${path}/${name}: unknown field`);
}

function allowed(value, type, path) {
  return unless(!type.allowedValues || type.allowedValues.includes(value), path, `must be one of ${type.allowedValues?.join(', ')}`);
}

function unless(right, path, says) {
  return right ? [] : [`${path}: ${says}`];
}

function range(least, most) {
  return { holds: (value) => Number.isInteger(value) && value >= least && value <= most, says: `from ${least} to ${most}` };
}

function oneOf(...values) {
  return { holds: (value) => values.includes(value), says: `one of ${values.join(', ')}` };
}
