// Checks a document against the schema of its kind, unknown fields included.

const packages = [
  'kubernetes-models',
  '@kubernetes-models/gateway-api',
  '@kubernetes-models/keda',
  '@kubernetes-models/knative',
];

/**
 * What is wrong with a document, as lines that begin with the path.
 */
export async function mistakes(document) {
  const schema = await schemaOf(document.apiVersion, document.kind);
  if (!schema) {
    return [`/: there is no ${document.kind} in ${document.apiVersion}`];
  }
  const reader = new Reader();
  return [...violations(schema, reader.watch(document)), ...reader.neverRead(document)];
}

async function schemaOf(apiVersion, kind) {
  for (const name of packages) {
    const model = (await module(`${name}/${apiVersion}/${kind}`))[kind];
    if (model) {
      return model.prototype.validate;
    }
  }
  return undefined;
}

/** One kind alone: reading all kinds of a version takes ten times as long as the check itself. */
async function module(path) {
  try {
    return await import(path);
  } catch (failure) {
    if (failure.code === 'ERR_PACKAGE_PATH_NOT_EXPORTED' || isAbsent(failure, path)) {
      return {};
    }
    throw failure;
  }
}

/** The packages export whatever they have: there, a kind that they do not have is a file that is missing. */
function isAbsent(failure, path) {
  return failure.code === 'ERR_MODULE_NOT_FOUND' && Boolean(failure.url?.includes(`/node_modules/${path}`));
}

function violations(schema, document) {
  try {
    schema.call(document);
    return [];
  } catch (failure) {
    if (!failure.errors) {
      throw failure;
    }
    return failure.errors.map((error) => `${error.instancePath || '/'}: ${error.message}`);
  }
}

/**
 * The schemas are compiled to code that reads each field it knows, and lets all others pass. So it is watched while it
 * reads: a field that nobody asked for is one that nobody knows.
 */
class Reader {
  #read = new Map();

  watch(value) {
    if (typeof value !== 'object' || value === null) {
      return value;
    }
    const fields = new Set();
    this.#read.set(value, fields);
    return new Proxy(value, {
      get: (target, field) => {
        fields.add(field);
        // Once per object: two proxies would each have seen half of what was read.
        return this.#watched(target[field]);
      },
    });
  }

  #proxies = new Map();

  #watched(value) {
    if (typeof value !== 'object' || value === null) {
      return value;
    }
    if (!this.#proxies.has(value)) {
      this.#proxies.set(value, this.watch(value));
    }
    return this.#proxies.get(value);
  }

  neverRead(value, path = '') {
    if (typeof value !== 'object' || value === null) {
      return [];
    }
    const read = this.#read.get(value);
    return Object.keys(value).flatMap((field) =>
      read?.has(field) ? this.neverRead(value[field], `${path}/${field}`) : [`${path}/${field}: unknown field`],
    );
  }
}
