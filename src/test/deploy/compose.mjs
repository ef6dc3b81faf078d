// Tries what compose.yaml says with the programs of this machine: prints a line per promise, ends with 1 if one is broken.
//
//   node src/test/deploy/compose.mjs [FILE]
//
// Needs redis-server, redis-cli, prometheus and prometheus-alertmanager. Grafana is not among Debian's packages: only its files are checked.
import { spawn, execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createServer as createSocket } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { parse } from 'yaml';

const file = process.argv[2] ?? 'compose.yaml';
const { services, secrets, networks } = parse(readFileSync(file, 'utf8'));
const work = mkdtempSync(join(tmpdir(), 'compose-'));
const children = [];
let broken = 0;

promise('everything that is published listens on 127.0.0.1', () =>
  all(Object.values(services).flatMap(({ ports }) => ports ?? []), (port) => port.startsWith('127.0.0.1:')));
promise('Redis is not published, and only the service shares its network', () =>
  services.redis.ports === undefined && Object.entries(services).filter(([, { networks }]) => networks.includes('state')).map(([name]) => name).join() === 'agent-service,redis');
promise('every image of others has a version, and can be pinned by its digest', () => all(Object.values(services),
  ({ build, image }) => build !== undefined || /^\$\{[A-Z]+_IMAGE:-[\w./-]+:(?!latest\})[\w.-]+\}$/.test(image)));
promise('the service has no rights, no disk and 512 MiB', () => {
  const service = services['agent-service'];
  return service.read_only && service.cap_drop.join() === 'ALL' && service.security_opt.includes('no-new-privileges:true') && service.mem_limit === '512m';
});
promise('every network and every secret is declared', () => all(Object.values(services), (service) =>
  service.networks.every((name) => name in networks) && (service.secrets ?? []).every((name) => name in secrets)));
promise('no secret is in a variable', () => all(Object.values(services).flatMap(({ environment }) => Object.keys(environment ?? {})),
  (name) => !/(PEPPER|PASSWORD|API_?KEY|SIGNING_KEY|SECRETS?|TOKEN)$/.test(name)));

const ports = { redis: await freePort(), prometheus: await freePort(), alertmanager: await freePort(), 'agent-service': await freePort() };
const figures = createServer((request, response) =>
  response.end(request.url === '/actuator/prometheus' ? '# TYPE agent_inflight gauge\nagent_inflight 0\n' : ''));
try {
  await new Promise((resolve) => figures.listen(ports['agent-service'], '127.0.0.1', resolve));

  mount('redis');
  start('redis', 'redis-server', '--bind', '127.0.0.1', '--port', ports.redis, '--dir', join(work, 'redis/data'));
  await promise('redis: its health check passes', () => ask(services.redis.healthcheck.test.slice(1)) === 'PONG');
  await promise('redis: what it acknowledged is on disk, and nothing is evicted', () =>
    setting('appendonly') === 'yes' && setting('appendfsync') === 'always' && setting('maxmemory-policy') === 'noeviction');

  mount('alertmanager');
  start('alertmanager', 'prometheus-alertmanager', `--web.listen-address=127.0.0.1:${ports.alertmanager}`, '--cluster.listen-address=');
  await promise('alertmanager: is ready', async () => (await get('alertmanager', '/-/ready')).ok);

  mount('prometheus');
  rewrite('prometheus/etc/prometheus/prometheus.yaml', (text) => text.replace('scrape_interval: 15s', 'scrape_interval: 1s')
    .replace(/'(alertmanager|agent-service):(\d+)'/g, (_, name) => `'127.0.0.1:${ports[name]}'`));
  start('prometheus', 'prometheus', `--web.listen-address=127.0.0.1:${ports.prometheus}`);
  await promise('prometheus: reads all rules of k8s/monitoring', async () => {
    const files = new Set((await json('/api/v1/rules')).groups.map((group) => group.file));
    return files.size === readdirSync('k8s/monitoring/rules').length;
  });
  await promise('prometheus: scrapes the service', async () => all((await json('/api/v1/targets')).activeTargets,
    (target) => target.health === 'up' && target.labels.namespace === 'compose'));
  await promise('prometheus: knows the alertmanager', async () => (await json('/api/v1/alertmanagers')).activeAlertmanagers.length === 1);

  mount('grafana');
  const [source] = parse(read('grafana/etc/grafana/provisioning/datasources/prometheus.yaml')).datasources;
  const [provider] = parse(read('grafana/etc/grafana/provisioning/dashboards/agent-service.yaml')).providers;
  await promise('grafana (its files only): the data source is the prometheus of this file', () => source.url === 'http://prometheus:9090'
    && services.prometheus.networks.some((network) => services.grafana.networks.includes(network)));
  await promise('grafana (its files only): the dashboard is where it looks for dashboards', () =>
    all(readdirSync(join(work, 'grafana', provider.options.path)), (name) => JSON.parse(read(join('grafana', provider.options.path, name))).title));
} finally {
  figures.close();
  await Promise.all(children.map((child) => new Promise((resolve) => {
    child.once('exit', resolve);
    if (child.exitCode !== null || !child.kill()) resolve();
  })));
  rmSync(work, { recursive: true, force: true });
}
process.exitCode = broken > 0 ? 1 : 0;

/** Waits for it for some seconds: programs have to start. Anything thrown on the way is "not yet". */
async function promise(sentence, kept) {
  const end = Date.now() + 10_000;
  let result = false;
  let reason = '';
  do {
    try {
      result = await kept();
    } catch (failure) {
      reason = ` (${failure.message.split('\n')[0]})`;
    }
  } while (!result && children.length > 0 && Date.now() < end && await new Promise((resolve) => setTimeout(resolve, 200, true)));
  broken += result ? 0 : 1;
  console.log(result ? `ok      ${sentence}` : `FAILED  ${sentence}${reason}`);
}

function all(list, condition) {
  return list.length > 0 && list.every(condition);
}

/** The container's directories as the volumes make them, below a directory of its own. */
function mount(name) {
  for (const volume of services[name].volumes) {
    const [from, to] = volume.split(':');
    const target = join(work, name, to);
    mkdirSync(from.startsWith('.') ? dirname(target) : target, { recursive: true });
    if (from.startsWith('.')) {
      if (!existsSync(from)) throw new Error(`${name} mounts ${from}, which is not there`);
      cpSync(from, target, { recursive: true });
    }
  }
}

/** The service's command; its paths are below the directory of mount(). */
function start(name, program, ...more) {
  const [first, ...rest] = services[name].command;
  const options = (first.startsWith('-') ? [first, ...rest] : rest).map((option) => option.replace(/=\//, `=${join(work, name)}/`));
  const child = spawn(program, [...options, ...more.map(String)], { stdio: 'ignore' });
  child.once('error', (failure) => console.log(`${program}: ${failure.message}`));
  child.once('exit', (code) => code && console.log(`${program} ended with ${code}`));
  children.push(child);
}

function rewrite(path, change) {
  writeFileSync(join(work, path), change(read(path)));
}

function read(path) {
  return readFileSync(join(work, path), 'utf8');
}

function ask([program, ...options]) {
  return execFileSync(program, ['-p', String(ports.redis), ...options], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
}

function setting(name) {
  return ask(['redis-cli', 'config', 'get', name]).split('\n')[1];
}

function get(name, path) {
  return fetch(`http://127.0.0.1:${ports[name]}${path}`);
}

async function json(path) {
  return (await (await get('prometheus', path)).json()).data;
}

function freePort() {
  return new Promise((resolve) => {
    const socket = createSocket().listen(0, '127.0.0.1', () => {
      const { port } = socket.address();
      socket.close(() => resolve(port));
    });
  });
}
