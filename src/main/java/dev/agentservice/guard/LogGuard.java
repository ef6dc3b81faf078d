package dev.agentservice.guard;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import ch.qos.logback.classic.spi.ILoggingEvent;
import dev.agentservice.guard.redact.Redactors;
import dev.agentservice.guard.redact.finding.FindingType;
import dev.agentservice.guard.redact.finding.RedactionAction;
import dev.agentservice.guard.redact.finding.RedactionPolicy;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.json.JsonWriter;
import org.springframework.boot.json.JsonWriter.MemberPath;
import org.springframework.boot.logging.structured.StructuredLoggingJsonMembersCustomizer;

/**
 * Takes personal data and credentials out of log lines. Nobody here logs texts of tasks
 * or answers, but exceptions of tools and libraries go to the log as they are, and nobody
 * knows what they say. A line that cannot be looked at says so, and nothing else.
 * <p>
 * Also adds the line's context and values, in place of Spring: a name that is in both
 * would make Spring's writer fail, and the line would be lost.
 */
final class LogGuard implements StructuredLoggingJsonMembersCustomizer<ILoggingEvent> {

	/**
	 * Our own words and ids, and what is sealed: nothing is to be found in them, and a
	 * sealed text of which a piece is taken out is never opened again.
	 */
	private static final Set<String> OURS = Set.of("@timestamp", "@version", "level", "logger_name", "thread_name",
			"traceId", "spanId", "trace_id", "span_id", "run_id", "seal", "sealed");

	private static final Redactors REDACTORS = Redactors.of(RedactionPolicy.standard()
		.with(FindingType.IP_ADDRESS, RedactionAction.ALLOW)
		.with(FindingType.LINK, RedactionAction.ALLOW)
		.with(FindingType.IMAGE, RedactionAction.ALLOW)
		.with(FindingType.OVERLONG, RedactionAction.ALLOW));

	@Override
	public void customize(JsonWriter.Members<ILoggingEvent> members) {
		members.addMapEntries(LogGuard::context);
		JsonWriter.ValueProcessor<String> redaction = LogGuard::redact;
		members.applyingValueProcessor(redaction.whenInstanceOf(String.class));
	}

	/** What is said in the line itself counts more than where it was said. */
	private static Map<String, @Nullable Object> context(ILoggingEvent event) {
		Map<String, @Nullable Object> context = new LinkedHashMap<>(event.getMDCPropertyMap());
		if (event.getKeyValuePairs() != null) {
			event.getKeyValuePairs().forEach((pair) -> context.put(pair.key, leaf(pair.value)));
		}
		return context;
	}

	/** What will be written as it is, or as a text. */
	private static @Nullable Object leaf(@Nullable Object value) {
		return (value instanceof Number || value instanceof Boolean) ? value : Objects.toString(value, null);
	}

	private static @Nullable String redact(MemberPath path, @Nullable String text) {
		// An element of an array has no name.
		boolean ours = path.name() != null && OURS.contains(path.name());
		return (ours || text == null) ? text : redact(text);
	}

	private static String redact(String text) {
		try {
			return REDACTORS.redact(text).content();
		}
		catch (RuntimeException | StackOverflowError _) {
			return "[withheld: could not be looked at]";
		}
	}

}
