package dev.agentservice.rollout.control;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import dev.agentservice.requirement.RequiresCommand;
import dev.agentservice.rollout.cluster.Kubectl;
import dev.agentservice.rollout.cluster.KubectlException;
import dev.agentservice.rollout.cluster.ProcessKubectl;
import dev.agentservice.rollout.control.Phase.ExitStatus;
import dev.agentservice.rollout.policy.PolicyReader;
import dev.agentservice.support.BesideOthers;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * The installed {@code kubectl} before an API server: what it makes of our arguments, and
 * of what is refused.
 */
@BesideOthers
@Tag("process")
@RequiresCommand("bash scripts/find-kubectl")
class RealKubectlTests {

	private final Trial trial = new Trial();

	private final FakeCluster cluster = this.trial.cluster;

	@TempDir
	private Path directory;

	private ApiServer server;

	private Kubectl kubectl;

	@BeforeEach
	void start() throws Exception {
		this.server = new ApiServer(this.cluster);
		this.kubectl = new ProcessKubectl(
				List.of(program(), "--kubeconfig", this.server.kubeconfig(this.directory).toString(), "--cache-dir",
						this.directory.resolve("cache").toString()),
				Duration.ofMinutes(1));
		this.trial.kubectl = new Sparing(this.kubectl, this.cluster);
		this.trial.policy = PolicyReader.parse("""
				version: 1
				settle: 5s
				steps: [{weight: 50, hold: 30s}]
				after_promotion: {watch: 1s}
				""");
	}

	private static String program() throws IOException, InterruptedException {
		Process found = new ProcessBuilder("scripts/find-kubectl").start();
		String path = new String(found.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8)
			.strip();
		assertThat(found.waitFor()).isZero();
		return path;
	}

	@AfterEach
	void stop() {
		this.server.close();
	}

	@Test
	void aGoodReleaseIsWalkedToItsEnd() throws InterruptedException {
		assertThat(this.trial.start()).as(() -> this.trial.log.toString()).isEqualTo(ExitStatus.PROMOTED);
		assertThat(this.cluster.changes).containsExactly("hpa/agent-service 3", "deployment/agent-service-canary 3",
				"weights 50 50", "deployment/agent-service release", "weights 100 0",
				"deployment/agent-service-canary 0", "deployment/agent-service good 1.1.0", "hpa/agent-service 2");
		assertThat(this.server.changes).contains("PATCH httproutes/agent-service",
				"PATCH horizontalpodautoscalers/agent-service", "PATCH deployments/agent-service-canary", "POST leases",
				"PUT leases/agent-service-rollout", "POST events");
		assertThat(this.trial.log).noneMatch((line) -> line.contains("event_failed"));
	}

	@Test
	void aWorseReleaseGoesBack() throws InterruptedException {
		this.trial.evidence.failsAt = 1;
		assertThat(this.trial.start()).as(() -> this.trial.log.toString()).isEqualTo(ExitStatus.ROLLED_BACK);
		assertThat(this.cluster.changes).containsSubsequence("weights 50 50", "hpa/agent-service 6", "weights 100 0",
				"deployment/agent-service-canary 0", "hpa/agent-service 2");
		assertThat(this.cluster.summary()).startsWith("ROLLED_BACK, weights 100 0, canary 0 of 1.1.0");
	}

	@Test
	void whatTheServerRefusesIsToldApart() throws Exception {
		assertThat(run("get", "deployment", "nothing", "--ignore-not-found", "--output", "json")).isBlank();
		assertThat(run("auth", "whoami", "--output", "json")).contains("\"username\": \"ada\"");
		KubectlException unknown = refused("get", "scaledobject", "agent-service");
		assertThat(unknown.isUnknownType()).as(unknown.getMessage()).isTrue();
		KubectlException outdated = refused("patch", "httproute", "agent-service", "--type=json", "--patch",
				"[{\"op\":\"test\",\"path\":\"/metadata/resourceVersion\",\"value\":\"0\"}]");
		assertThat(outdated.isOutdated()).as(outdated.getMessage()).isTrue();
		KubectlException missing = refused("patch", "deployment", "nothing", "--type=json", "--patch", "[]");
		assertThat(missing).hasMessageContaining("(NotFound)");
		KubectlException misspelt = refused("patch", "deployment", "agent-service", "--type=json", "--patch",
				"[{\"op\":\"add\",\"path\":\"/spec/replica\",\"value\":1}]");
		assertThat(misspelt).hasMessageContaining("unknown field");
		this.cluster.forbidden.add("patch hpa/agent-service");
		KubectlException forbidden = refused("patch", "hpa", "agent-service", "--type=json", "--patch", "[]");
		assertThat(forbidden).hasMessageContaining("(Forbidden)");
		for (KubectlException other : List.of(missing, misspelt, forbidden)) {
			assertThat(other.isConflict() || other.isOutdated() || other.isUnknownType()).as(other.getMessage())
				.isFalse();
		}
	}

	@Test
	void aLeaseThatSomebodyElseHasChangedIsAConflict() throws Exception {
		run(lease("0", "one"), "create", "--filename", "-");
		KubectlException again = refusedWith(() -> run(lease("0", "two"), "create", "--filename", "-"));
		assertThat(again.isConflict()).as(again.getMessage()).isTrue();
		KubectlException stale = refusedWith(() -> run(lease("1", "two"), "replace", "--filename", "-"));
		assertThat(stale.isConflict()).as(stale.getMessage()).isTrue();
		String version = this.cluster.object("lease/agent-service-rollout").at("/metadata/resourceVersion").asString();
		run(lease(version, "two"), "replace", "--filename", "-");
		assertThat(this.cluster.object("lease/agent-service-rollout").at("/spec/holderIdentity").asString())
			.isEqualTo("two");
		KubectlException misspelt = refusedWith(
				() -> run(lease(version, "x").replace("holderIdentity", "holder"), "replace", "--filename", "-"));
		assertThat(misspelt).hasMessageContaining("unknown field \"spec.holder\"");
	}

	private static String lease(String version, String holder) {
		return """
				{"apiVersion": "coordination.k8s.io/v1", "kind": "Lease", "metadata": {"name": "agent-service-rollout",
				 "namespace": "agent-service"%s}, "spec": {"holderIdentity": "%s"}}"""
			.formatted(version.equals("0") ? "" : ", \"resourceVersion\": \"" + version + "\"", holder);
	}

	private String run(String first, String... rest) throws KubectlException {
		boolean in = first.startsWith("{");
		List<String> arguments = new java.util.ArrayList<>(List.of("--namespace", "agent-service"));
		if (!in) {
			arguments.add(first);
		}
		arguments.addAll(List.of(rest));
		return this.kubectl.run(arguments, in ? first : "");
	}

	private KubectlException refused(String first, String... rest) {
		return refusedWith(() -> run(first, rest));
	}

	private static KubectlException refusedWith(ThrowingCallable call) {
		KubectlException refusal = catchThrowableOfType(KubectlException.class, call);
		assertThat(refusal).as("a refusal").isNotNull();
		return refusal;
	}

	/**
	 * A process for each change of an object, and for the first calls of each other kind;
	 * what follows is the same again.
	 */
	private record Sparing(Kubectl real, FakeCluster memory, Map<String, Integer> calls) implements Kubectl {

		private static final int ENOUGH = 2;

		Sparing(Kubectl real, FakeCluster memory) {
			this(real, memory, new TreeMap<>());
		}

		@Override
		public String run(List<String> arguments, String in) throws KubectlException {
			String kind = arguments.get(2) + " " + arguments.get(3) + (in.contains("\"Event\"") ? " event" : "");
			boolean known = this.calls.merge(kind, 1, Integer::sum) > ENOUGH;
			return (known && !arguments.get(2).equals("patch")) ? this.memory.run(arguments, in)
					: this.real.run(arguments, in);
		}

		@Override
		public String fetch(String namespace, String target, int port, String path) throws KubectlException {
			return this.memory.fetch(namespace, target, port, path);
		}

	}

}
