package dev.agentservice.rollout.policy;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Node;

/**
 * Reads the policy file. What it does not say has the default of
 * {@code k8s/prod/rollout.yaml}, which shows all of them.
 */
public final class PolicyReader {

	private static final int LONGEST = 256 * 1024;

	private static final Duration DAY = Duration.ofHours(24);

	private static final Duration WEEK = Duration.ofDays(7);

	private static final Map<String, Fallback> FALLBACKS = Map.of("hold", Fallback.HOLD, "rollback", Fallback.ROLLBACK);

	private static final Map<String, Margins> MARGINS = Map.of("loose", Margins.LOOSE, "tight", Margins.TIGHT);

	private PolicyReader() {
	}

	/**
	 * Reads a file.
	 * @throws InvalidPolicyException if it cannot be read, or says something wrong; the
	 * message names the file and the line
	 */
	public static RolloutPolicy read(Path file) {
		try (InputStream in = Files.newInputStream(file)) {
			byte[] bytes = in.readNBytes(LONGEST + 1);
			if (bytes.length > LONGEST) {
				throw new InvalidPolicyException("it is longer than 256 KiB");
			}
			return parse(StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
		}
		catch (CharacterCodingException ex) {
			throw new InvalidPolicyException(file + " is not UTF-8");
		}
		catch (IOException ex) {
			throw new InvalidPolicyException(file + " cannot be read");
		}
		catch (InvalidPolicyException ex) {
			throw new InvalidPolicyException(file + ": " + ex.getMessage());
		}
	}

	/**
	 * Reads a text.
	 * @throws InvalidPolicyException if it says something wrong; the message names the
	 * line
	 */
	public static RolloutPolicy parse(String yaml) {
		Node root = compose(yaml);
		return ((root != null) ? new PolicyBlock("", root) : new PolicyBlock("")).read(PolicyReader::policy);
	}

	private static @Nullable Node compose(String yaml) {
		try {
			LoaderOptions options = new LoaderOptions();
			options.setMaxAliasesForCollections(0);
			options.setNestingDepthLimit(10);
			return new Yaml(new SafeConstructor(options)).compose(new StringReader(yaml));
		}
		catch (MarkedYAMLException ex) {
			Mark mark = ex.getProblemMark();
			throw new InvalidPolicyException(((mark != null) ? "line " + (mark.getLine() + 1) + ": " : "")
					+ "this is not YAML: " + ex.getProblem());
		}
		catch (YAMLException ex) {
			throw new InvalidPolicyException(
					"this is not YAML: " + String.valueOf(ex.getMessage()).lines().findFirst().orElse(""));
		}
	}

	private static RolloutPolicy policy(PolicyBlock block) {
		block.count("version", 1, 1, 1);
		List<PolicyStep> steps = steps(block);
		Duration watch = block.block("after_promotion",
				(after) -> after.duration("watch", Duration.ofMinutes(15), DAY));
		RolloutPolicy policy = new RolloutPolicy(steps, watch, block.block("inconclusive", PolicyReader::undecided),
				block.block("error", PolicyReader::unmeasured), block.duration("held_for", Duration.ofHours(2), WEEK),
				block.duration("ready_timeout", Duration.ofMinutes(10), DAY), block.number("alpha", 0.01, 1e-6, 0.5),
				block.number("beta", 0.05, 1e-6, 0.5), block.count("minimum_runs", 100, 1, 1_000_000_000),
				block.duration("settle", Duration.ofSeconds(30), DAY),
				block.duration("warm_up", Duration.ofSeconds(240), DAY), block.block("limits", PolicyReader::limits),
				block.block("placebo", (placebo) -> placebo.number("ahead", 10, 1, 1_000_000)),
				block.choice("sticky", false, Map.of("accepted", true, "refused", false)),
				block.block("metrics", MetricRules::read), texts(block));
		check(policy, block);
		return policy;
	}

	/** What contradicts itself would only be noticed in the middle of a rollout. */
	private static void check(RolloutPolicy policy, PolicyBlock block) {
		for (int i = 0; i < policy.steps().size(); i++) {
			block.require(policy.steps().get(i).hold().compareTo(policy.settle()) > 0,
					"steps[" + i + "]: hold must be longer than settle, or nothing of the step is compared");
		}
		block.require(policy.rule(Metric.ERRORS).floorLoose() <= policy.limits().errorRate(),
				"limits.error_rate is below metrics.errors.floor_loose: what is good enough would be too much");
	}

	private static List<PolicyStep> steps(PolicyBlock block) {
		List<PolicyStep> steps = block.blocks("steps", PolicyReader::step);
		if (steps == null) {
			Duration hold = Duration.ofMinutes(30);
			return List.of(new PolicyStep(10, hold, Margins.LOOSE, false),
					new PolicyStep(50, hold, Margins.TIGHT, false), new PolicyStep(95, hold, Margins.TIGHT, false));
		}
		block.require(!steps.isEmpty() && steps.size() <= 20, "steps: there must be 1 to 20 of them");
		for (int i = 1; i < steps.size(); i++) {
			block.require(steps.get(i).weight() > steps.get(i - 1).weight(),
					"steps: each must weigh more than the one before");
		}
		return steps;
	}

	private static PolicyStep step(PolicyBlock block) {
		int weight = block.count("weight", 0, 1, 99);
		block.require(weight > 0, "weight is missing");
		return new PolicyStep(weight, block.duration("hold", Duration.ofMinutes(30), DAY),
				block.choice("margins", Margins.TIGHT, MARGINS), block.flag("approve", false));
	}

	private static Undecided undecided(PolicyBlock block) {
		boolean extended = block.has("extend");
		int times = block.count("times", 1, 0, 10);
		block.require(times > 0 || !extended,
				"extend says for how long, and times that it never happens; leave one out");
		return new Undecided(block.duration("extend", Duration.ofMinutes(30), DAY), times,
				block.choice("then", Fallback.HOLD, FALLBACKS));
	}

	private static Unmeasured unmeasured(PolicyBlock block) {
		return new Unmeasured(block.duration("grace", Duration.ofMinutes(10), DAY),
				block.choice("then", Fallback.HOLD, FALLBACKS));
	}

	private static Limits limits(PolicyBlock block) {
		return new Limits(block.number("error_rate", 0.15, 0.001, 0.9), block.count("crashes", 2, 1, 1000),
				block.duration("crash_window", Duration.ofMinutes(15), DAY));
	}

	private static List<String> texts(PolicyBlock block) {
		List<String> texts = block.texts("notify");
		return (texts != null) ? texts : List.of();
	}

}
