package dev.agentservice.run.interaction;

import java.time.Clock;
import java.util.Map;
import java.util.TreeMap;

import dev.agentservice.budget.price.NanoUsd;
import dev.agentservice.guard.TextRedaction;
import dev.agentservice.run.interaction.seal.InteractionProperties;
import dev.agentservice.run.interaction.seal.Seals;
import dev.agentservice.run.interaction.seal.Seals.SealedText;
import dev.agentservice.run.outcome.RunOutcome;
import dev.agentservice.run.owner.script.OwnedRun;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import org.springframework.stereotype.Component;

/**
 * Writes the interaction log, at the logger {@code interactions}. The texts of a line are
 * redacted, cut and sealed, in this order; if one of that fails the line has none, and
 * {@code agent.interactions.textless} counts it. Never fails itself.
 */
@Component
public class Interactions {

	private static final Logger LOG = LoggerFactory.getLogger("interactions");

	private static final Logger logger = LoggerFactory.getLogger(Interactions.class);

	private static final JsonMapper MAPPER = JsonMapper.shared();

	private final TextRedaction redaction;

	private final Seals seals;

	private final int maxText;

	private final Counter textless;

	private final Clock clock = Clock.systemUTC();

	Interactions(TextRedaction redaction, Seals seals, InteractionProperties properties, MeterRegistry meters) {
		this.redaction = redaction;
		this.seals = seals;
		this.maxText = Math.toIntExact(properties.maxText().toBytes());
		this.textless = Counter.builder("agent.interactions.textless")
			.description("Lines of the interaction log without their texts, which could not be redacted or sealed")
			.register(meters);
	}

	/**
	 * Writes the line of a run that has ended, if there is such a log.
	 * @param costNano what it cost, in nano-USD
	 */
	public void write(OwnedRun run, RunOutcome outcome, long costNano) {
		if (run.seal() == null || isErased(outcome)) {
			return;
		}
		LoggingEventBuilder line = LOG.atInfo()
			.addKeyValue("run_id", run.id())
			.addKeyValue("agent", run.order().agent())
			.addKeyValue("revision", run.order().revision())
			.addKeyValue("at", this.clock.instant())
			.addKeyValue("outcome", label(outcome))
			.addKeyValue("cost_usd", NanoUsd.toUsd(costNano));
		addTexts(line, run, outcome);
		line.log("Run ended");
	}

	private void addTexts(LoggingEventBuilder line, OwnedRun run, RunOutcome outcome) {
		try {
			Map<String, Integer> redactions = new TreeMap<>();
			String texts = texts(run, outcome, redactions);
			SealedText sealed = this.seals.seal(run.user(), String.valueOf(run.seal()), run.id(), texts);
			var _ = line.addKeyValue("redactions", MAPPER.writeValueAsString(redactions))
				.addKeyValue("seal", sealed.seal())
				.addKeyValue("sealed", sealed.sealed());
		}
		catch (RuntimeException | StackOverflowError ex) {
			this.textless.increment();
			// Its message may quote the text.
			logger.atWarn()
				.addKeyValue("run_id", run.id())
				.addKeyValue("failure", ex.getClass().getName())
				.log("A line of the interaction log has no text, because that could not be redacted or sealed");
		}
	}

	private String texts(OwnedRun run, RunOutcome outcome, Map<String, Integer> redactions) {
		ObjectNode texts = MAPPER.createObjectNode().put("task", kept(run.order().input().task(), redactions));
		if (outcome instanceof RunOutcome.Succeeded succeeded) {
			texts.put("answer", kept(succeeded.answer().answer(), redactions));
			ArrayNode tools = texts.putArray("tools");
			succeeded.answer()
				.steps()
				.stream()
				.filter((step) -> step.type().equals("tool"))
				.limit(20)
				.forEach((step) -> tools.add(step.name()));
		}
		return MAPPER.writeValueAsString(texts);
	}

	/**
	 * Redacted before it is cut, or half of a value would be left. Of a long text only
	 * the beginning is looked at, and what of it might be such a half is dropped.
	 */
	private String kept(String text, Map<String, Integer> redactions) {
		int longest = this.redaction.longest();
		boolean isLong = text.length() > this.maxText + longest;
		TextRedaction.Result result = this.redaction.redact(isLong ? text.substring(0, this.maxText + longest) : text);
		result.counts().forEach((kind, count) -> redactions.merge(kind, count, Integer::sum));
		return isLong ? CutText.ofLonger(result.text(), longest, this.maxText)
				: CutText.of(result.text(), this.maxText);
	}

	/** The line would be the only thing that is left. */
	private static boolean isErased(RunOutcome outcome) {
		return outcome instanceof RunOutcome.Failed failed && "erased".equals(failed.problem().code().code());
	}

	private static String label(RunOutcome outcome) {
		return switch (outcome) {
			case RunOutcome.Succeeded _ -> "succeeded";
			case RunOutcome.Failed failed -> failed.problem().code().code();
			case RunOutcome.Cancelled _ -> "cancelled";
		};
	}

}
