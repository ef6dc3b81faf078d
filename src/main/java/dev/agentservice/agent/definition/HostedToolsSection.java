package dev.agentservice.agent.definition;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import dev.agentservice.guard.GuardMode;
import dev.agentservice.guard.GuardPolicy;
import dev.agentservice.llm.remote.HostedTool;
import dev.agentservice.llm.remote.HostedTool.Kind;
import dev.agentservice.llm.remote.RemoteRuntime;

/**
 * The list {@code hosted_tools} in an agent's file.
 */
final class HostedToolsSection {

	private static final Pattern STORE = Pattern.compile("vs_[A-Za-z0-9_-]{1,64}");

	private static final List<String> MEMORY = List.of("1g", "4g", "16g", "64g");

	private HostedToolsSection() {
	}

	/**
	 * Reads the list.
	 * @param matter the file's front matter
	 * @param runtime where the tools run
	 * @param guard what the agent's guards do
	 * @throws AgentFileException if it cannot be used
	 */
	static List<HostedTool> read(FrontMatter matter, RemoteRuntime runtime, RuntimeOffer offer, GuardPolicy guard) {
		List<HostedTool> hosted = matter.entries("hosted_tools", HostedToolsSection::tool);
		Set<Kind> kinds = new HashSet<>();
		for (HostedTool tool : hosted) {
			if (!kinds.add(tool.kind())) {
				throw matter.wrong("hosted_tools", "'hosted_tools' has " + tool.kind().label() + " twice");
			}
			if (!runtime.hosted().contains(tool.kind()) || (runtime.hasSessions() && !tool.argument().isEmpty())) {
				throw matter.wrong("hosted_tools", "'hosted_tools': " + tool.kind().label()
						+ (tool.argument().isEmpty() ? "" : " with a value") + " does not run at " + runtime.label());
			}
			if (!offer.priced().test(runtime, tool)) {
				String name = tool.priceName(runtime.provider());
				throw matter.wrong("hosted_tools", "'hosted_tools': " + name
						+ " has no price: set agent-service.budget.hosted-prices.\"[" + name + "]\"");
			}
		}
		if (!hosted.isEmpty() && guard.toolResults() == GuardMode.BLOCK) {
			throw matter.wrong("hosted_tools", "'hosted_tools' cannot be used where the guard's 'tool_results' is "
					+ "'block': the model sees their results before this service does");
		}
		return hosted;
	}

	private static HostedTool tool(String name, String argument) {
		if (name.equals("mcp")) {
			throw new IllegalArgumentException("a hosted MCP server is not supported: configure it as a source of "
					+ "tools of this service, where its results are guarded");
		}
		Kind kind = Kind.of(name)
			.orElseThrow(() -> new IllegalArgumentException("'" + name + "' is none of "
					+ Arrays.stream(Kind.values()).map(Kind::label).collect(Collectors.joining(", "))));
		String flaw = switch (kind) {
			case WEB_SEARCH -> argument.isEmpty() ? "" : "web_search takes no value";
			case FILE_SEARCH -> STORE.matcher(argument).matches() ? ""
					: "file_search needs the id of a vector store, for example {file_search: vs_123}";
			case CODE_INTERPRETER -> (argument.isEmpty() || MEMORY.contains(argument)) ? ""
					: "the memory of code_interpreter is one of " + String.join(", ", MEMORY);
		};
		if (!flaw.isEmpty()) {
			throw new IllegalArgumentException(flaw);
		}
		return new HostedTool(kind, argument);
	}

}
