// What the documents of an overlay say about each other. A schema cannot know that a label, a name or a port is misspelt.

export function brokenReferences(documents) {
  const all = (kind) => documents.filter((document) => document.kind === kind);
  const named = (kind, name) => all(kind).find((document) => document.metadata.name === name);
  const jobs = all('CronJob').map((job) => job.spec.jobTemplate.spec.template);
  const pods = [...all('Deployment').map((deployment) => deployment.spec.template), ...jobs];
  const selects = (labels) => pods.some((pod) => matches(pod.metadata.labels, labels));

  const checks = {
    Deployment: (deployment) => [
      matches(deployment.spec.template.metadata.labels, deployment.spec.selector.matchLabels) ||
        '/spec/selector: selects none of its own pods',
      ...(deployment.spec.template.spec.volumes ?? []).map(
        (volume) =>
          !volume.configMap || named('ConfigMap', volume.configMap.name) ||
          `/spec/template/spec/volumes: there is no ConfigMap ${volume.configMap.name}`,
      ),
      ...deployment.spec.template.spec.containers.flatMap((container) => [...mounts(deployment, container), ...probes(container)]),
      named('ServiceAccount', deployment.spec.template.spec.serviceAccountName) ||
        '/spec/template/spec/serviceAccountName: there is no such ServiceAccount',
    ],
    CronJob: ({ spec: { jobTemplate: { spec: job } } }) => [
      ...(job.template.spec.volumes ?? []).map(
        (volume) =>
          !volume.configMap || named('ConfigMap', volume.configMap.name) ||
          `/spec/jobTemplate/spec/template/spec/volumes: there is no ConfigMap ${volume.configMap.name}`,
      ),
      ...job.template.spec.containers.flatMap((container) => mounts({ spec: job }, container)),
    ],
    Service: (service) => [
      selects(service.spec.selector) || '/spec/selector: selects no pod',
      ...service.spec.ports.map(
        (port) => containerPorts(pods).includes(port.targetPort) || `/spec/ports: no container has the port ${port.targetPort}`,
      ),
    ],
    KnativeService: (service) => [
      cpuIsAlwaysThere(service) === !profiles(service).includes('throttled') ||
        '/spec/template/metadata/annotations: the profile "throttled" belongs to cpu-throttling "true", and to nothing else',
      profiles(service).includes('cloud-run') || '/spec/template/spec/containers/0/env: SPRING_PROFILES_ACTIVE has no cloud-run',
      ...service.spec.template.spec.containers.map((container) => container.startupProbe ? true :
        `/spec/template/spec/containers: ${container.name} has no startupProbe`),
      ...agrees(service, 'timeoutSeconds', 3600, 'AGENTSERVICE_PLATFORMTIMEOUT'),
      ...agrees(service, 'containerConcurrency', 80, 'AGENTSERVICE_RUN_INFLIGHT_LIMIT'),
      (service.spec.traffic ?? []).reduce((sum, { percent }) => sum + percent, 0) === 100 || '/spec/traffic: is not 100 % in all',
    ],
    PodDisruptionBudget: (budget) => [selects(budget.spec.selector.matchLabels) || '/spec/selector: selects no pod'],
    NetworkPolicy: (policy) => [
      selects(policy.spec.podSelector.matchLabels) || '/spec/podSelector: selects no pod',
      ...policy.spec.ingress.flatMap((rule) => rule.ports).map(
        ({ port }) => containerPorts(pods).includes(port) || `/spec/ingress: no container has the port ${port}`,
      ),
    ],
    HorizontalPodAutoscaler: (scaler) => [
      named(scaler.spec.scaleTargetRef.kind, scaler.spec.scaleTargetRef.name) || '/spec/scaleTargetRef: there is no such object',
    ],
    ScaledObject: (scaler) => [
      named('Deployment', scaler.spec.scaleTargetRef.name) || '/spec/scaleTargetRef: there is no such Deployment',
      !all('HorizontalPodAutoscaler').some((other) => other.spec.scaleTargetRef.name === scaler.spec.scaleTargetRef.name) ||
        '/spec/scaleTargetRef: a HorizontalPodAutoscaler has it already',
      ...scaler.spec.triggers.flatMap((trigger) => [
        !trigger.authenticationRef || named('TriggerAuthentication', trigger.authenticationRef.name) ||
          `/spec/triggers: there is no TriggerAuthentication ${trigger.authenticationRef.name}`,
        !trigger.type.endsWith('-streams') || lengthAlone(trigger.metadata) ||
          '/spec/triggers: with a consumer group or a lag KEDA does not count what is in the stream',
      ]),
    ],
    HTTPRoute: (route) =>
      route.spec.rules.flatMap((rule) => rule.backendRefs).map(
        ({ name, port }) =>
          named('Service', name)?.spec.ports.some((offered) => offered.port === port) ||
          `/spec/rules: there is no Service ${name} with the port ${port}`,
      ),
  };
  const title = ({ apiVersion, kind }) => (apiVersion.startsWith('serving.knative.dev/') ? `Knative${kind}` : kind);
  return documents.flatMap((document) =>
    (checks[title(document)]?.(document) ?? []).filter((result) => typeof result === 'string')
      .map((mistake) => ({ document, mistake })),
  );
}

function cpuIsAlwaysThere(service) {
  return service.spec.template.metadata.annotations['run.googleapis.com/cpu-throttling'] === 'false';
}

/** What Cloud Run is told and the service is told: the profile's value, or the variable's (in seconds, or a number). */
function agrees({ spec: { template: { spec } } }, field, ofProfile, variable) {
  const told = spec.containers[0].env?.find(({ name }) => name === variable)?.value ?? `${ofProfile}`;
  return spec[field] === Number(told.replace(/s$/, '')) ? [] :
    [`/spec/template/spec/${field}: is not ${told}, which the service goes by (${variable})`];
}

function profiles(service) {
  const [container] = service.spec.template.spec.containers;
  return (container.env?.find(({ name }) => name === 'SPRING_PROFILES_ACTIVE')?.value ?? '').split(',');
}

function matches(labels, wanted) {
  return Object.entries(wanted).every(([name, value]) => labels?.[name] === value);
}

function lengthAlone(metadata) {
  return metadata.streamLength && !metadata.consumerGroup && !metadata.lagCount && !metadata.pendingEntriesCount;
}

function containerPorts(pods) {
  return pods.flatMap((pod) => pod.spec.containers ?? []).flatMap((container) => container.ports ?? [])
    .flatMap((port) => [port.name, port.containerPort]);
}

function mounts(deployment, container) {
  const volumes = (deployment.spec.template.spec.volumes ?? []).map((volume) => volume.name);
  return (container.volumeMounts ?? []).map(
    (mount) => volumes.includes(mount.name) || `/spec/template/spec/containers: there is no volume ${mount.name}`,
  );
}

function probes(container) {
  const ports = (container.ports ?? []).flatMap((port) => [port.name, port.containerPort]);
  return ['startupProbe', 'readinessProbe', 'livenessProbe'].map(
    (probe) =>
      ports.includes(container[probe]?.httpGet?.port) ||
      `/spec/template/spec/containers: ${container.name} has no ${probe}, or one on a port that it does not have`,
  );
}
