package dev.agentservice.rollout;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.function.Consumer;
import java.util.zip.GZIPInputStream;

import dev.agentservice.rollout.judge.RolloutJudge;
import dev.agentservice.rollout.judge.Verdict;
import dev.agentservice.rollout.policy.InvalidPolicyException;
import dev.agentservice.rollout.policy.PolicyReader;
import dev.agentservice.rollout.policy.RolloutPolicy;
import dev.agentservice.rollout.report.Judged;
import dev.agentservice.rollout.report.ReportDirectory;
import dev.agentservice.rollout.report.Trace;
import dev.agentservice.rollout.sample.Recording;
import dev.agentservice.rollout.sample.replay.InvalidReplayException;
import dev.agentservice.rollout.sample.replay.ReplayReader;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * What {@code scripts/judge} runs: judges recorded rollouts.
 */
final class JudgeCommand {

	private static final int WRONG_INPUT = 2;

	private static final int CUT_SHORT = 4;

	private static final JsonMapper JSON = JsonMapper.builder().build();

	private final RolloutPolicy policy;

	private final @Nullable ReportDirectory reports;

	private final Consumer<String> out;

	/** Runs without an end that others follow. */
	private int cut;

	private String firstCut = "";

	/** What the last run is called; nothing if there is none. */
	private @Nullable String last;

	private boolean lastIsCut;

	private JudgeCommand(RolloutPolicy policy, @Nullable ReportDirectory reports, Consumer<String> out) {
		this.policy = policy;
		this.reports = reports;
		this.out = out;
	}

	/**
	 * The first argument is the policy that counts without {@code --policy}. Exits with 0
	 * if every run got a verdict, 2 if the arguments, the policy or a line are wrong, 4
	 * if a run has no end.
	 */
	public static void main(String[] arguments) {
		// Numbers with a point, and UTF-8, whatever the locale; a line at a time.
		Locale.setDefault(Locale.ROOT);
		PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
		PrintStream err = new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);
		System.exit(run(List.of(arguments), new FileInputStream(FileDescriptor.in), out::println, err::println));
	}

	/** The same; what it reads and prints is elsewhere. */
	static int run(List<String> arguments, InputStream in, Consumer<String> out, Consumer<String> err) {
		try {
			JudgeOptions options = JudgeOptions.parse(arguments);
			RolloutPolicy policy = PolicyReader.read(options.policy());
			Path report = options.report();
			JudgeCommand command = new JudgeCommand(policy, (report != null) ? new ReportDirectory(report) : null, out);
			return judge(command, options, in, err);
		}
		catch (IllegalArgumentException ex) {
			err.accept(ex.getMessage() + "; try --help");
		}
		catch (InvalidPolicyException ex) {
			err.accept(ex.getMessage());
		}
		return WRONG_INPUT;
	}

	private static int judge(JudgeCommand command, JudgeOptions options, InputStream in, Consumer<String> err) {
		String name = options.isStandardInput() ? "standard input" : options.replay();
		try (InputStream file = options.isStandardInput() ? in : Files.newInputStream(Path.of(options.replay()))) {
			ReplayReader reader = new ReplayReader(unpacked(file));
			command.judgeAll(reader);
			Optional<String> missing = command.missing(reader);
			missing.ifPresent((what) -> err.accept(String.format(Locale.ROOT, "%s: line %d: the recording is cut: %s",
					name, reader.lineNumber(), what)));
			if (missing.isPresent()) {
				return CUT_SHORT;
			}
			if (command.last != null) {
				return 0;
			}
			err.accept(name + ": there is no run in it");
		}
		catch (EOFException ex) {
			err.accept(name + ": the recording is cut: nothing of it can be unpacked");
			return CUT_SHORT;
		}
		catch (InvalidReplayException ex) {
			err.accept(name + ": " + ex.getMessage());
		}
		catch (IOException ex) {
			err.accept(String.format(Locale.ROOT, "%s cannot be read or a report not be written: %s", name, ex));
		}
		return WRONG_INPUT;
	}

	/** Whether it is packed says its beginning: a pipe has no name. */
	private static InputStream unpacked(InputStream file) throws IOException {
		BufferedInputStream in = new PatientInputStream(file);
		in.mark(2);
		boolean packed = in.read() == 0x1f && in.read() == 0x8b;
		in.reset();
		return packed ? new GZIPInputStream(in, 64 * 1024) : in;
	}

	/** Judges each run. */
	private void judgeAll(ReplayReader reader) throws IOException {
		for (Recording run = reader.next(); run != null; run = reader.next()) {
			if (this.last != null && this.lastIsCut) {
				this.firstCut = (this.cut == 0) ? this.last : this.firstCut;
				this.cut++;
			}
			judge(run);
			this.last = run.header().run();
			this.lastIsCut = run.isCut();
		}
	}

	/** What the recording lacks. */
	private Optional<String> missing(ReplayReader reader) {
		StringJoiner what = new StringJoiner(", and ").setEmptyValue("");
		if (this.cut > 0) {
			what.add("%d runs before the last have no \"end\", the first is '%s'".formatted(this.cut, this.firstCut));
		}
		if (this.lastIsCut || (this.last == null && reader.isCut())) {
			what.add("the last run has no \"end\"");
		}
		else if (reader.isCut()) {
			what.add("what follows the last run is not whole");
		}
		return (what.length() > 0) ? Optional.of(what.toString()) : Optional.empty();
	}

	private void judge(Recording recording) throws IOException {
		Trace trace = new Trace();
		Verdict verdict = new RolloutJudge(this.policy, recording).judge((this.reports != null) ? trace : (_, _) -> {
		});
		this.out.accept(line(recording.header().run(), verdict));
		if (this.reports != null) {
			this.reports.write(new Judged(recording, this.policy, verdict, trace, List.of()));
		}
	}

	static String line(String run, Verdict verdict) {
		ObjectNode line = JSON.createObjectNode();
		line.put("run", run);
		line.put("verdict", verdict.outcome().name());
		line.put("at_s", verdict.seconds());
		if (verdict.metric() != null) {
			line.put("metric", verdict.metric());
		}
		line.put("canary_runs", verdict.canaryRuns());
		line.put("reason", verdict.reason());
		return line.toString();
	}

}
