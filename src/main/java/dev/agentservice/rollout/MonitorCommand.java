package dev.agentservice.rollout;

import java.io.BufferedWriter;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.zip.GZIPOutputStream;

import dev.agentservice.rollout.judge.Verdict;
import dev.agentservice.rollout.judge.Verdict.Outcome;
import dev.agentservice.rollout.policy.InvalidPolicyException;
import dev.agentservice.rollout.prometheus.LiveRollout;
import dev.agentservice.rollout.prometheus.Timekeeper;
import dev.agentservice.rollout.prometheus.UnmeasurableException;
import dev.agentservice.rollout.report.Judged;
import dev.agentservice.rollout.report.ReportDirectory;
import dev.agentservice.rollout.report.Trace;
import dev.agentservice.rollout.sample.Blocks;
import org.jspecify.annotations.Nullable;

/**
 * What {@code scripts/monitor-canary} runs: judges a live rollout, and changes nothing.
 */
final class MonitorCommand {

	private static final int WRONG_INPUT = 2;

	private static final int UNDECIDED = -1;

	private final MonitorOptions options;

	private final Timekeeper time;

	private final Consumer<String> err;

	private final LiveRollout rollout;

	private final int lastBlock;

	/** Blocks that were judged, and those whose time had come. */
	private int judged;

	private int due;

	private Instant lastRead;

	MonitorCommand(MonitorOptions options, Timekeeper time, Consumer<String> err) {
		this.options = options;
		this.time = time;
		this.err = err;
		String name = "canary-" + options.start().getEpochSecond();
		this.rollout = new LiveRollout(options.prometheus(), name, options.start(), options.expected());
		this.lastBlock = Blocks.in(options.length());
		this.lastRead = time.now();
	}

	/**
	 * The first argument is the policy that counts without {@code --policy}. Exits with 0
	 * for PASS, 1 for FAIL, 2 if the arguments or the policy are wrong, 3 for
	 * INCONCLUSIVE, 4 for ERROR, also if it is stopped by a signal.
	 */
	public static void main(String[] arguments) {
		Locale.setDefault(Locale.ROOT);
		PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
		PrintStream err = new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);
		AtomicInteger decided = new AtomicInteger(UNDECIDED);
		Runtime.getRuntime().addShutdownHook(new Thread(() -> {
			if (decided.compareAndSet(UNDECIDED, exitStatus(Outcome.ERROR))) {
				out.println(JudgeCommand.line("canary",
						new Verdict(Outcome.ERROR, 0, null, "cut short: stopped by a signal", 0)));
			}
			Runtime.getRuntime().halt(decided.get());
		}));
		int status = run(List.of(arguments), Timekeeper.system(), (line, verdict) -> {
			if (decided.compareAndSet(UNDECIDED, exitStatus(verdict.outcome()))) {
				out.println(line);
			}
		}, err::println);
		decided.compareAndSet(UNDECIDED, status);
		System.exit(status);
	}

	/** The same; what it prints is elsewhere, and so is its clock. */
	static int run(List<String> arguments, Timekeeper time, BiConsumer<String, Verdict> out, Consumer<String> err) {
		MonitorOptions options;
		MonitorCommand command;
		try {
			options = MonitorOptions.parse(arguments, time.now());
			command = new MonitorCommand(options, time, err);
		}
		catch (IllegalArgumentException ex) {
			err.accept(ex.getMessage() + "; try --help");
			return WRONG_INPUT;
		}
		catch (InvalidPolicyException ex) {
			err.accept(ex.getMessage());
			return WRONG_INPUT;
		}
		Verdict verdict = command.verdict();
		out.accept(JudgeCommand.line("canary-" + options.start().getEpochSecond(), verdict), verdict);
		command.report(verdict);
		return exitStatus(verdict.outcome());
	}

	/** A fault of ours is no verdict about the release. */
	private Verdict verdict() {
		try {
			return monitor();
		}
		catch (RuntimeException ex) {
			return error("cut short by a fault: " + ex);
		}
	}

	private static int exitStatus(Outcome outcome) {
		return switch (outcome) {
			case PASS -> 0;
			case FAIL -> 1;
			case INCONCLUSIVE -> 3;
			case ERROR -> 4;
		};
	}

	/** Judges each block once its samples are there. */
	Verdict monitor() {
		try {
			Verdict verdict = look();
			while (verdict == null) {
				this.time.waitUntil(nextLook());
				verdict = look();
			}
			return verdict;
		}
		catch (InterruptedException _) {
			Thread.currentThread().interrupt();
			return error("cut short: interrupted");
		}
	}

	/**
	 * When the samples of one more block are there; soon, if all are and were not read.
	 */
	private Instant nextLook() {
		Instant next = this.options.start().plusSeconds(Blocks.end(this.due)).plus(this.options.lag());
		Instant soon = this.time.now().plusSeconds(1);
		return next.isBefore(soon) ? soon : next;
	}

	private @Nullable Verdict look() {
		Instant now = this.time.now();
		if (Duration.between(this.options.start(), now).compareTo(this.options.atMost()) > 0) {
			return error("cut short: it took longer than --at-most");
		}
		this.due = blocks(now);
		try {
			this.rollout.readUpTo(now);
			Verdict verdict = judge(this.due);
			this.lastRead = now;
			return verdict;
		}
		catch (UnmeasurableException ex) {
			this.err.accept(ex.getMessage());
			boolean lasting = Duration.between(this.lastRead, this.time.now())
				.compareTo(this.options.policy().error().grace()) > 0;
			return lasting ? error(String.valueOf(ex.getMessage())) : null;
		}
	}

	private int blocks(Instant now) {
		long seconds = Duration.between(this.options.start(), now.minus(this.options.lag())).toSeconds();
		return (int) Math.max(0, Math.min(this.lastBlock, seconds / Blocks.SECONDS));
	}

	private @Nullable Verdict judge(int blocks) throws UnmeasurableException {
		this.judged = blocks;
		if (blocks == 0) {
			return null;
		}
		return this.rollout.judge(this.options.policy(), this.options.steps(), blocks, (block, judge) -> {
			if (block == blocks - 1) {
				this.err.accept("%d s: evidence %.2f of %.2f, %d canary runs".formatted(Blocks.end(block),
						judge.state().total(), judge.state().bound(), judge.state().canaryRuns()));
			}
		});
	}

	private Verdict error(String reason) {
		return new Verdict(Outcome.ERROR, Math.max(0, Blocks.end(this.judged - 1)), null, reason, 0);
	}

	/** The report, and the samples, so that everybody can repeat the verdict. */
	private void report(Verdict verdict) {
		Path directory = this.options.report();
		if (directory == null) {
			return;
		}
		try {
			Trace trace = new Trace();
			this.rollout.judge(this.options.policy(), this.options.steps(), this.judged, trace);
			Path run = new ReportDirectory(directory)
				.write(new Judged(this.rollout.recording(this.options.steps(), this.judged), this.options.policy(),
						verdict, trace, this.rollout.queries()));
			try (Writer out = new BufferedWriter(
					new OutputStreamWriter(new GZIPOutputStream(Files.newOutputStream(run.resolve("samples.jsonl.gz"))),
							StandardCharsets.UTF_8))) {
				this.rollout.write(this.options.steps(), this.judged, out);
			}
		}
		catch (IOException | UnmeasurableException | RuntimeException ex) {
			// The verdict stands without it.
			this.err.accept("the report cannot be written: " + ex.getMessage());
		}
	}

}
