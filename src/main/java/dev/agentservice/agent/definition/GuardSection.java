package dev.agentservice.agent.definition;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import dev.agentservice.guard.GuardMode;
import dev.agentservice.guard.GuardPolicy;
import dev.agentservice.guard.GuardPolicy.Links;
import dev.agentservice.guard.GuardPolicy.SideEffects;
import dev.agentservice.guard.redact.finding.FindingType;
import dev.agentservice.guard.redact.finding.RedactionAction;

/**
 * The block {@code guard} of an agent's file.
 */
final class GuardSection {

	private static final Pattern HOST = Pattern.compile("(\\*\\.)?[a-z0-9-]{1,63}(\\.[a-z0-9-]{1,63}){0,10}");

	private GuardSection() {
	}

	/**
	 * Reads the block.
	 * @param matter the file's front matter
	 * @param otherwise what counts where the block says nothing
	 * @throws AgentFileException if it cannot be used
	 */
	static GuardPolicy read(FrontMatter matter, GuardPolicy otherwise) {
		return matter
			.section("guard", "task", "tool_results", "suspicion", "output", "side_effects", "redact", "links",
					"trusted_hosts")
			.map((guard) -> new GuardPolicy(mode(guard, "task").orElse(otherwise.task()),
					mode(guard, "tool_results").orElse(otherwise.toolResults()),
					mode(guard, "suspicion").orElse(otherwise.suspicion()),
					mode(guard, "output").orElse(otherwise.output()),
					guard.word("side_effects", one(SideEffects.values())).orElse(otherwise.sideEffects()),
					redactions(guard, otherwise.redactions()), links(guard, otherwise.links())))
			.orElse(otherwise);
	}

	private static Links links(FrontMatter guard, Links otherwise) {
		boolean trustedOnly = guard.value("links", GuardSection::trustedOnly).orElse(otherwise.trustedOnly());
		List<String> hosts = guard.list("trusted_hosts", GuardSection::host);
		return new Links(trustedOnly, hosts.isEmpty() ? otherwise.trustedHosts() : new HashSet<>(hosts));
	}

	private static boolean trustedOnly(String text) {
		return switch (text) {
			case "any" -> false;
			case "trusted-only" -> true;
			default -> throw new IllegalArgumentException("'" + text + "' is neither 'any' nor 'trusted-only'");
		};
	}

	private static String host(String text) {
		if (!HOST.matcher(text).matches()) {
			throw new IllegalArgumentException(
					"'" + text + "' is no host, for example docs.example.com or *.example.com");
		}
		return text;
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
