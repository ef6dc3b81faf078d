package dev.agentservice.agent.definition;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

import dev.agentservice.guard.GuardMode;
import dev.agentservice.guard.GuardPolicy;
import dev.agentservice.guard.GuardPolicy.SideEffects;
import dev.agentservice.guard.redact.finding.FindingType;
import dev.agentservice.guard.redact.finding.RedactionAction;

/**
 * The block {@code guard} of an agent's file.
 */
final class GuardSection {

	private GuardSection() {
	}

	/**
	 * Reads the block.
	 * @param matter the file's front matter
	 * @param otherwise what counts where the block says nothing
	 * @throws AgentFileException if it cannot be used
	 */
	static GuardPolicy read(FrontMatter matter, GuardPolicy otherwise) {
		return matter.section("guard", "task", "tool_results", "suspicion", "output", "side_effects", "redact")
			.map((guard) -> new GuardPolicy(mode(guard, "task").orElse(otherwise.task()),
					mode(guard, "tool_results").orElse(otherwise.toolResults()),
					mode(guard, "suspicion").orElse(otherwise.suspicion()),
					mode(guard, "output").orElse(otherwise.output()),
					guard.word("side_effects", one(SideEffects.values())).orElse(otherwise.sideEffects()),
					redactions(guard, otherwise.redactions())))
			.orElse(otherwise);
	}

	private static Optional<GuardMode> mode(FrontMatter guard, String key) {
		return guard.word(key, one(GuardMode.values()));
	}

	private static Map<FindingType, RedactionAction> redactions(FrontMatter guard,
			Map<FindingType, RedactionAction> otherwise) {
		String[] types = Arrays.stream(FindingType.values()).map(FindingType::code).toArray(String[]::new);
		Map<FindingType, RedactionAction> redactions = new EnumMap<>(FindingType.class);
		redactions.putAll(otherwise);
		guard.section("redact", types).ifPresent((section) -> {
			for (FindingType type : FindingType.values()) {
				section.word(type.code(), one(RedactionAction.values()))
					.ifPresent((action) -> redactions.put(type, action));
			}
		});
		return redactions;
	}

	private static <E extends Enum<E>> Function<String, E> one(E[] values) {
		return (text) -> Arrays.stream(values)
			.filter((value) -> label(value).equals(text))
			.findFirst()
			.orElseThrow(() -> new IllegalArgumentException("'" + text + "' is none of "
					+ Arrays.stream(values).map(GuardSection::label).collect(Collectors.joining(", "))));
	}

	private static String label(Enum<?> value) {
		return value.name().toLowerCase(Locale.ROOT);
	}

}
