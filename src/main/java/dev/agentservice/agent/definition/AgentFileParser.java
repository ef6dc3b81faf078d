package dev.agentservice.agent.definition;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;

import dev.agentservice.agent.definition.AgentDefinition.AfterCut;
import dev.agentservice.agent.definition.AgentDefinition.Limits;
import dev.agentservice.agent.definition.AgentDefinition.Models;
import dev.agentservice.guard.GuardPolicy;
import dev.agentservice.llm.model.CallLimits;
import dev.agentservice.llm.model.ModelId;
import dev.agentservice.llm.model.Reasoning;
import dev.agentservice.tool.registry.NoSuchToolException;
import dev.agentservice.tool.registry.Tools;
import dev.agentservice.tool.registry.UnusableFallbackException;

import org.springframework.boot.convert.DurationStyle;

/**
 * Turns the bytes of an agent's file into its definition, or says what is wrong where.
 */
public class AgentFileParser {

	/** What names of agents' files end with. */
	public static final String SUFFIX = ".md";

	private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9_-]{0,63}");

	private static final Pattern DURATION = Pattern.compile("[0-9]+(ms|s|m|h)");

	private static final Duration LONGEST = Duration.ofHours(1);

	private static final int MOST_STEPS = 100;

	private static final String[] LIMITS = { "cost_per_task_usd", "steps", "timeout", "first_token", "gap", "response",
			"hosted_calls", "hosted_context" };

	private final Tools tools;

	private final Predicate<ModelId> served;

	private final Predicate<ModelId> priced;

	private final LatencyTargets targets;

	private final GuardPolicy guard;

	private final KnowledgeOffer knowledge;

	private final RuntimeOffer runtimes;

	/**
	 * A parser.
	 * @param tools the tools there are
	 * @param served whether a provider serves a model
	 * @param priced whether a model has a price
	 * @param targets those of agents that set none
	 * @param knowledge what there is to know
	 * @param runtimes where loops can run besides this service
	 */
	public AgentFileParser(Tools tools, Predicate<ModelId> served, Predicate<ModelId> priced, LatencyTargets targets,
			GuardPolicy guard, KnowledgeOffer knowledge, RuntimeOffer runtimes) {
		this.tools = tools;
		this.served = served;
		this.priced = priced;
		this.targets = targets;
		this.guard = guard;
		this.knowledge = knowledge;
		this.runtimes = runtimes;
	}

	/** A parser where loops run in this service only. */
	public AgentFileParser(Tools tools, Predicate<ModelId> served, Predicate<ModelId> priced, LatencyTargets targets,
			GuardPolicy guard, KnowledgeOffer knowledge) {
		this(tools, served, priced, targets, guard, knowledge, RuntimeOffer.NONE);
	}

	/** A parser where there is nothing to know. */
	public AgentFileParser(Tools tools, Predicate<ModelId> served, Predicate<ModelId> priced, LatencyTargets targets,
			GuardPolicy guard) {
		this(tools, served, priced, targets, guard, KnowledgeOffer.NONE);
	}

	/**
	 * Parses a file.
	 * @param file its name, {@code .md} included
	 * @param bytes its content
	 * @throws AgentFileException if it cannot be used
	 */
	public AgentDefinition parse(String file, byte[] bytes) {
		AgentFileText text = AgentFileText.of(file, bytes);
		FrontMatter matter = FrontMatter.read(file, 1, text.frontMatter(), "name", "description", "models", "reasoning",
				"tools", "tool_fallback", "limits", "targets", "guard", "knowledge", "runtime", "runtime_fallback",
				"hosted_tools", "approve");
		refuseWhatIsToCome(matter);
		if (text.instructions().isEmpty()) {
			throw new AgentFileException(file, text.instructionsLine(),
					"the instructions are missing: write them below the front matter");
		}
		return definition(file, matter, text, bytes);
	}

	private AgentDefinition definition(String file, FrontMatter matter, AgentFileText text, byte[] bytes) {
		String name = name(matter, file);
		Models models = models(matter);
		List<String> allowed = matter.list("tools", this::tool);
		FrontMatter limits = matter.sectionOrNone("limits", LIMITS);
		GuardPolicy guarded = GuardSection.read(matter, this.guard);
		return new AgentDefinition(name, matter.text("description").orElse(""), models, allowed,
				toolFallback(matter, allowed), limits(limits), targets(matter), guarded, text.instructions(),
				revision(bytes), new String(bytes, StandardCharsets.UTF_8),
				KnowledgeSection.read(matter, this.knowledge, this.tools),
				RuntimeSection.read(matter, limits, this.runtimes, models, guarded));
	}

	/**
	 * Keys that are planned; ignoring them would let an agent do what its author forbids.
	 */
	private static void refuseWhatIsToCome(FrontMatter matter) {
		if (matter.has("approve")) {
			throw matter.wrong("approve", "'approve' is not supported yet: remove it");
		}
	}

	private static String name(FrontMatter matter, String file) {
		String name = matter.text("name").orElseThrow(() -> matter.wrong("name", "'name' is missing"));
		if (!NAME.matcher(name).matches()) {
			throw matter.wrong("name", "'name' must be lower-case letters, digits, '-' and '_', at most 64");
		}
		if (!(name + SUFFIX).equals(file)) {
			throw matter.wrong("name", "'name' is '" + name + "' but the file is called " + file);
		}
		return name;
	}

	private Models models(FrontMatter matter) {
		FrontMatter models = matter.section("models", "simple", "complex", "fallback", "after_cut")
			.orElseThrow(() -> matter.wrong("models",
					"'models' is missing, for example models: {simple: openai/gpt-5.4-mini}"));
		ModelId simple = models.value("simple", this::model)
			.orElseThrow(() -> models.wrong("simple", "'models' must name a 'simple' model"));
		ModelId complex = models.value("complex", this::model).orElse(simple);
		return new Models(simple, complex, models.list("fallback", this::model),
				models.value("after_cut", AgentFileParser::afterCut).orElse(AfterCut.RESTART),
				matter.word("reasoning", AgentFileParser::reasoning).orElse(null));
	}

	private static Reasoning reasoning(String text) {
		return switch (text) {
			case "off" -> Reasoning.OFF;
			case "low" -> Reasoning.LOW;
			case "medium" -> Reasoning.MEDIUM;
			case "high" -> Reasoning.HIGH;
			default -> throw new IllegalArgumentException("'" + text + "' is none of off, low, medium, high");
		};
	}

	private static AfterCut afterCut(String text) {
		return switch (text) {
			case "restart" -> AfterCut.RESTART;
			case "continue" -> AfterCut.CONTINUE;
			default -> throw new IllegalArgumentException("'" + text + "' is neither 'restart' nor 'continue'");
		};
	}

	private ModelId model(String text) {
		ModelId model = ModelId.parse(text);
		if (!this.served.test(model)) {
			throw new IllegalArgumentException("no provider serves the model " + model);
		}
		if (!this.priced.test(model)) {
			throw new IllegalArgumentException(
					"the model " + model + " has no price: set agent-service.budget.prices.\"[" + model + "]\"");
		}
		return model;
	}

	private String tool(String pattern) {
		try {
			this.tools.select(List.of(pattern));
			return pattern;
		}
		catch (NoSuchToolException ex) {
			throw new IllegalArgumentException(
					ex.getMessage() + "; the tools are " + String.join(", ", this.tools.settings().keySet()), ex);
		}
	}

	private Map<String, String> toolFallback(FrontMatter matter, List<String> allowed) {
		String[] known = this.tools.settings().keySet().toArray(String[]::new);
		return matter.section("tool_fallback", known).map((section) -> {
			Map<String, String> fallbacks = new LinkedHashMap<>();
			for (String tool : known) {
				section.text(tool).ifPresent((fallback) -> fallbacks.put(tool, fallback));
			}
			try {
				this.tools.select(allowed, fallbacks);
			}
			catch (UnusableFallbackException ex) {
				throw section.wrong(ex.tool(), "'tool_fallback': " + ex.getMessage());
			}
			return fallbacks;
		}).orElseGet(LinkedHashMap::new);
	}

	private LatencyTargets targets(FrontMatter matter) {
		return matter.section("targets", "planning", "tools", "response", "total")
			.map((targets) -> new LatencyTargets(
					targets.value("planning", AgentFileParser::timeout).orElse(this.targets.planning()),
					targets.value("tools", AgentFileParser::timeout).orElse(this.targets.tools()),
					targets.value("response", AgentFileParser::timeout).orElse(this.targets.response()),
					targets.value("total", AgentFileParser::timeout).orElse(this.targets.total())))
			.orElse(this.targets);
	}

	private static Limits limits(FrontMatter limits) {
		return new Limits(limits.value("cost_per_task_usd", AgentFileParser::cost).orElse(new BigDecimal("1.00")),
				limits.value("steps", AgentFileParser::steps).orElse(8),
				limits.value("timeout", AgentFileParser::timeout).orElse(Duration.ofSeconds(60)), calls(limits));
	}

	private static CallLimits calls(FrontMatter limits) {
		return new CallLimits(limits.value("first_token", AgentFileParser::timeout).orElse(null),
				limits.value("gap", AgentFileParser::timeout).orElse(null),
				limits.value("response", AgentFileParser::timeout).orElse(null));
	}

	private static BigDecimal cost(String text) {
		if (!text.matches("[0-9]{1,6}(\\.[0-9]{1,9})?") || new BigDecimal(text).signum() == 0) {
			throw new IllegalArgumentException("'" + text + "' is no positive amount of USD, for example 0.25");
		}
		return new BigDecimal(text);
	}

	private static int steps(String text) {
		if (!text.matches("[1-9][0-9]{0,2}") || Integer.parseInt(text) > MOST_STEPS) {
			throw new IllegalArgumentException("'" + text + "' is no whole number from 1 to " + MOST_STEPS);
		}
		return Integer.parseInt(text);
	}

	private static Duration timeout(String text) {
		if (!DURATION.matcher(text).matches() || text.length() > 10) {
			throw new IllegalArgumentException("'" + text + "' is no duration with a unit, for example 60s");
		}
		Duration timeout = DurationStyle.SIMPLE.parse(text);
		if (!timeout.isPositive() || timeout.compareTo(LONGEST) > 0) {
			throw new IllegalArgumentException("'" + text + "' is not between 1ms and 1h");
		}
		return timeout;
	}

	/** What identifies the content of a file. */
	public static String revision(byte[] bytes) {
		try {
			byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes);
			return HexFormat.of().formatHex(hash, 0, 8);
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("every JDK has SHA-256", ex);
		}
	}

}
