package dev.agentservice.agent.definition;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.agentservice.agent.definition.AgentDefinition.Models;
import dev.agentservice.guard.GuardPolicy;
import dev.agentservice.llm.model.ModelId;
import dev.agentservice.llm.remote.HostedTool;
import dev.agentservice.llm.remote.RemoteRuntime;

/**
 * What an agent's file says about where its loop runs: {@code runtime},
 * {@code runtime_fallback}, {@code hosted_tools}, and {@code hosted_calls} and
 * {@code hosted_context} among its limits.
 */
final class RuntimeSection {

	private static final int CALLS = 10;

	private static final int MOST_CALLS = 50;

	private static final Pattern CONTEXT = Pattern.compile("[1-9][0-9]{3,6}");

	private final FrontMatter matter;

	private final RuntimeOffer offer;

	private RuntimeSection(FrontMatter matter, RuntimeOffer offer) {
		this.matter = matter;
		this.offer = offer;
	}

	/**
	 * Reads it.
	 * @param matter the file's front matter
	 * @param limits its block of limits; null if there is none
	 * @param models the agent's models
	 * @param guard what its guards do
	 * @throws AgentFileException if it cannot be used
	 */
	static RuntimeUse read(FrontMatter matter, FrontMatter limits, RuntimeOffer offer, Models models,
			GuardPolicy guard) {
		return new RuntimeSection(matter, offer).read(limits, models, guard);
	}

	private RuntimeUse read(FrontMatter limits, Models models, GuardPolicy guard) {
		String label = this.matter.text("runtime").orElse(RuntimeUse.OWN_LABEL);
		if (label.equals(RuntimeUse.OWN_LABEL)) {
			refuseOfOwn(limits);
			return RuntimeUse.OWN;
		}
		RemoteRuntime runtime = runtime(label);
		demandModels(runtime, models);
		List<HostedTool> hosted = HostedToolsSection.read(this.matter, runtime, this.offer, guard);
		return new RuntimeUse(runtime, this.matter.word("runtime_fallback", RuntimeSection::fallsBack).orElse(true),
				hosted, limits.value("hosted_calls", RuntimeSection::calls).orElse(CALLS),
				limits.value("hosted_context", RuntimeSection::context).orElse(null));
	}

	/** What has no effect must not be taken for a limit. */
	private void refuseOfOwn(FrontMatter limits) {
		for (String key : List.of("hosted_tools", "runtime_fallback")) {
			if (this.matter.has(key)) {
				throw this.matter.wrong(key, "'" + key + "' needs a 'runtime' at a provider, such as "
						+ RemoteRuntime.OPENAI_RESPONSES.label() + "; this agent's loop runs in this service");
			}
		}
		for (String key : List.of("hosted_calls", "hosted_context")) {
			if (limits.has(key)) {
				throw limits.wrong(key,
						"'" + key + "' limits hosted tools, and this agent has none: its loop runs in this service");
			}
		}
	}

	private RemoteRuntime runtime(String label) {
		RemoteRuntime runtime = Arrays.stream(RemoteRuntime.values())
			.filter((each) -> each.label().equals(label))
			.findAny()
			.orElseThrow(() -> this.matter.wrong("runtime", "'runtime': '" + label + "' is none of " + known()));
		if (!this.offer.runtimes().contains(runtime)) {
			throw this.matter.wrong("runtime", "'runtime': the provider of " + label
					+ " is not configured: set agent-service.llm.providers." + runtime.provider() + " and its API key"
					+ (runtime.hasSessions()
							? ", agent-service.llm.remote.sessions and a price of " + runtime.provider() + "/session"
							: ""));
		}
		return runtime;
	}

	private static String known() {
		return Stream
			.concat(Stream.of(RuntimeUse.OWN_LABEL), Arrays.stream(RemoteRuntime.values()).map(RemoteRuntime::label))
			.collect(Collectors.joining(", "));
	}

	private void demandModels(RemoteRuntime runtime, Models models) {
		for (ModelId model : List.of(models.simple(), models.complex())) {
			if (!model.provider().equals(runtime.provider())) {
				throw this.matter.wrong("runtime",
						"'runtime': " + runtime.label() + " runs models of '" + runtime.provider() + "' only, and '"
								+ model + "' is none: name others as 'simple' and 'complex', it can be a 'fallback'");
			}
		}
	}

	private static boolean fallsBack(String text) {
		return switch (text) {
			case RuntimeUse.OWN_LABEL -> true;
			case "none" -> false;
			default -> throw new IllegalArgumentException("'" + text + "' is neither own nor none");
		};
	}

	private static int calls(String text) {
		if (!text.matches("[1-9][0-9]?") || Integer.parseInt(text) > MOST_CALLS) {
			throw new IllegalArgumentException("'" + text + "' is no whole number from 1 to " + MOST_CALLS);
		}
		return Integer.parseInt(text);
	}

	private static int context(String text) {
		if (!CONTEXT.matcher(text).matches()) {
			throw new IllegalArgumentException("'" + text + "' is no number of tokens from 1000 to 9999999");
		}
		return Integer.parseInt(text);
	}

}
