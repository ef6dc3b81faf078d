// Checks a document against the schema of its kind, unknown fields included.

const packages = [
  (apiVersion) => `kubernetes-models/${apiVersion}`,
  (apiVersion) => `@kubernetes-models/gateway-api/${apiVersion}`,
  (apiVersion) => `@kubernetes-models/keda/${apiVersion}`,
  (apiVersion) => `@kubernetes-models/knative/${apiVersion}`,
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
    const model = (await models(name(apiVersion)))[kind];
    if (model) {
      return model.prototype.validate;
    }
  }
  return undefined;
}

async function models(name) {
  try {
    return await import(name);
  } catch (failure) {
    if (failure.code === 'ERR_PACKAGE_PATH_NOT_EXPORTED' || isAbsent(failure, name)) {
      return {};
    }
    throw failure;
  }
}

/** Knative's package exports whatever it has: there, a version that it does not have is a file that is missing. */
function isAbsent(failure, name) {
  return failure.code === 'ERR_MODULE_NOT_FOUND' && Boolean(failure.url?.includes(`/node_modules/${name}`));
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
