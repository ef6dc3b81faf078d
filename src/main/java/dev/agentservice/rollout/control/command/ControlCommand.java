package dev.agentservice.rollout.control.command;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

import dev.agentservice.rollout.cluster.Cluster;
import dev.agentservice.rollout.cluster.Kubectl;
import dev.agentservice.rollout.cluster.KubectlException;
import dev.agentservice.rollout.cluster.ProcessKubectl;
import dev.agentservice.rollout.cluster.RolloutLease;
import dev.agentservice.rollout.cluster.Route;
import dev.agentservice.rollout.control.Controller;
import dev.agentservice.rollout.control.Order;
import dev.agentservice.rollout.control.Phase.ExitStatus;
import dev.agentservice.rollout.control.Phase;
import dev.agentservice.rollout.control.RolloutState;
import dev.agentservice.rollout.cluster.Situation;
import dev.agentservice.rollout.control.Start;
import dev.agentservice.rollout.policy.InvalidPolicyException;
import dev.agentservice.rollout.policy.PolicyReader;
import dev.agentservice.rollout.policy.RolloutPolicy;
import dev.agentservice.rollout.prometheus.Timekeeper;
import org.jspecify.annotations.Nullable;

/**
 * What {@code scripts/rollout} runs.
 */
final class ControlCommand {

	private final ControlOptions options;

	private final RolloutPolicy policy;

	private final Cluster cluster;

	private final Timekeeper time = Timekeeper.system();

	private final String holder = "rollout-" + UUID.randomUUID();

	private final Path reports;

	private final Notifier notifier;

	private final JudgeFigures figures = new JudgeFigures();

	private final @Nullable RolloutMetrics metrics;

	private final Consumer<String> out;

	private final Consumer<String> err;

	private @Nullable Controller controller;

	private ControlCommand(ControlOptions options, Consumer<String> out, Consumer<String> err) {
		this.options = options;
		this.out = out;
		this.err = err;
		this.policy = PolicyReader.read(Path.of(options.required("--policy")));
		Kubectl kubectl = new ProcessKubectl(List.of(options.required("--kubectl")), options.kubectlTimeout());
		this.cluster = new Cluster(options.has("--dry-run") ? new DryKubectl(kubectl, out) : kubectl,
				options.required("--namespace"));
		this.reports = Path.of(options.values().getOrDefault("--report", "target/rollout"));
		this.notifier = Notifier.of(options, this.policy.notified(), err);
		String port = options.value("--metrics-port");
		if (port != null) {
			MetricsServer.parse(port);
		}
		boolean measured = !options.has("--dry-run")
				&& (options.value("--metrics-file") != null || options.value("--metrics-port") != null);
		this.metrics = measured
				? new RolloutMetrics(options.path("--metrics-file"), this.cluster.namespace(), this.figures) : null;
	}

	/**
	 * Exits with 0 for a release that was promoted, or an order that is obeyed, 1 for one
	 * that was rolled back, 2 if the arguments or the policy are wrong, 3 if it is
	 * stopped while it is held, 4 for an error, 5 if a person aborted it, 6 if another
	 * controller holds the lease.
	 */
	public static void main(String[] arguments) throws InterruptedException {
		Locale.setDefault(Locale.ROOT);
		PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
		PrintStream err = new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);
		System.exit(run(List.of(arguments), out::println, err::println));
	}

	/** The same; what it prints is elsewhere. */
	static int run(List<String> arguments, Consumer<String> out, Consumer<String> err) throws InterruptedException {
		try {
			ControlCommand command = new ControlCommand(ControlOptions.parse(arguments), out, err);
			try (Notifier _ = command.notifier) {
				return command.run();
			}
		}
		catch (IllegalArgumentException ex) {
			err.accept(ex.getMessage() + "; try --help");
			return ExitStatus.USAGE;
		}
		catch (InvalidPolicyException ex) {
			err.accept(ex.getMessage());
			return ExitStatus.USAGE;
		}
		catch (DryKubectl.Enough _) {
			return 0;
		}
		catch (IllegalStateException | KubectlException ex) {
			err.accept(ex.getMessage());
			return ExitStatus.ERROR;
		}
	}

	private int run() throws KubectlException, InterruptedException {
		return switch (this.options.verb()) {
			case "status" -> new Overview(this.cluster, this.policy, this.out).status();
			case "plan" -> new Overview(this.cluster, this.policy, this.out).plan(
					Situation.read(this.cluster, this.time.now()), this.options.has("--force-state"),
					(this.options.value("--prometheus") != null) ? new Traffic(this.options.prometheus()) : null);
			case "start" -> {
				try (MetricsServer _ = metricsServer()) {
					yield start();
				}
			}
			default -> order();
		};
	}

	private int start() throws KubectlException, InterruptedException {
		Start start = new Start("rollout-" + UUID.randomUUID(), hash(), who(), this.options.required("--reason"),
				this.options.has("--force-state"));
		RolloutState before = state();
		if (this.options.has("--replace") && before != null && !before.phase().isLast()) {
			write(newOrder("abort", before));
			int ended = resume();
			if (ended != ExitStatus.ABORTED) {
				return ended;
			}
		}
		Controller first = controller();
		return guarded(() -> first.start(start));
	}

	/** A live controller obeys; without one this process does. */
	private int order() throws KubectlException, InterruptedException {
		RolloutState state = state();
		if (state == null || (state.phase().isLast() && state.pin() == null)) {
			this.err.accept("there is no rollout");
			return this.options.verb().equals("abort") ? 0 : ExitStatus.ERROR;
		}
		boolean resumed = this.options.verb().equals("resume") && state.phase() != Phase.HELD;
		Order order = newOrder(this.options.verb(), state);
		if (!resumed && !state.phase().isLast()) {
			write(order);
		}
		if (!new RolloutLease(this.cluster, this.holder).isHeldByAnother(this.time.now())) {
			try (MetricsServer _ = metricsServer()) {
				return resume();
			}
		}
		return resumed ? ExitStatus.ANOTHER_CONTROLLER : awaitObedience(order);
	}

	private int resume() throws InterruptedException {
		String policy = hash();
		Controller next = controller();
		return guarded(() -> next.resume(policy));
	}

	private int awaitObedience(Order order) throws KubectlException, InterruptedException {
		Instant end = this.time.now().plusSeconds(60);
		while (this.time.now().isBefore(end)) {
			RolloutState state = state();
			if (state != null && order.id().equals(state.order())) {
				String answer = String.valueOf(state.answer());
				this.out.accept("%s; %s: %s".formatted(answer, state.phase(), state.reason()));
				return answer.contains("refused") ? ExitStatus.ERROR : 0;
			}
			this.time.waitUntil(this.time.now().plusSeconds(2));
		}
		this.err.accept("the controller does not obey; if it has died, the same command in 30 s takes over");
		return ExitStatus.ERROR;
	}

	private void write(Order order) throws KubectlException {
		this.cluster.patch("httproute", Cluster.STABLE, this.cluster.route().annotate(Route.ORDER, order.json()));
	}

	private Order newOrder(String what, RolloutState state) {
		return new Order("order-" + UUID.randomUUID(), what, who(), this.options.required("--reason"),
				this.options.has("--despite-fail"), state.id(), state.step());
	}

	private String who() {
		String who = this.options.value("--who");
		return (who != null) ? who : this.cluster.user();
	}

	private @Nullable RolloutState state() throws KubectlException {
		return RolloutState.parse(this.cluster.route().annotation(Route.STATE));
	}

	private Controller controller() {
		Controller made = new Controller(this.cluster, this.holder, this.policy,
				new LiveEvidence(this.options.prometheus(), this.policy, this.reports, this.figures, this.err),
				this.time, this.options.has("--now"), this.options.has("--dry-run"),
				new Audience(this.reports, this.out, this.err, this.metrics, this.notifier));
		this.controller = made;
		return made;
	}

	/**
	 * A dry run tells nobody. Only a start is refused because of it: one that is under
	 * way has to end, or to go on, all the same.
	 */
	private @Nullable MetricsServer metricsServer() {
		String address = this.options.value("--metrics-port");
		RolloutMetrics told = this.metrics;
		try {
			return (address != null && told != null) ? new MetricsServer(address, told::newest) : null;
		}
		catch (IllegalArgumentException ex) {
			if (this.options.verb().equals("start")) {
				throw ex;
			}
			this.err.accept("there are no metrics: " + ex.getMessage());
			return null;
		}
	}

	/** A signal ends the process, and not the rollout: another one resumes it. */
	private int guarded(Control control) throws InterruptedException {
		AtomicBoolean ended = new AtomicBoolean();
		Thread hook = new Thread(() -> {
			Controller running = this.controller;
			if (!ended.get() && running != null) {
				this.err.accept("stopped; the rollout is " + running.phase() + ", and scripts/rollout resume goes on");
				Runtime.getRuntime().halt((running.phase() == Phase.HELD) ? ExitStatus.HELD : ExitStatus.ERROR);
			}
		});
		Runtime.getRuntime().addShutdownHook(hook);
		try {
			return control.run();
		}
		finally {
			ended.set(true);
		}
	}

	private String hash() {
		try {
			byte[] file = Files.readAllBytes(Path.of(this.options.required("--policy")));
			return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(file));
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException(ex);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private interface Control {

		int run() throws InterruptedException;

	}

}
