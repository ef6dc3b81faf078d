package dev.agentservice.agent.definition;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;

import dev.agentservice.llm.remote.HostedTool;
import dev.agentservice.llm.remote.HostedTool.Kind;
import dev.agentservice.llm.remote.RemoteRuntime;
import dev.agentservice.support.BesideOthers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** What files say about where loops run. */
@BesideOthers
class RuntimeSectionTests {

	private static final RuntimeOffer ALL = new RuntimeOffer(Set.of(RemoteRuntime.values()),
			(_, tool) -> !tool.argument().equals("64g"));

	private static AgentDefinition running(String lines) {
		return running(lines.contains("anthropic-managed") ? "anthropic/claude-haiku-4-5" : "openai/gpt-5.4", lines,
				ALL);
	}

	/** The lines begin on the fourth of the file; a bar stands for a line's end. */
	private static AgentDefinition running(String model, String lines, RuntimeOffer offer) {
		String text = "---\nname: helper\nmodels: {simple: " + model + "}\n" + lines.replace('|', '\n')
				+ "\n---\nYou help.";
		return new AgentFileParser(BuiltInTools.tools(), (_) -> true, (_) -> true, BuiltInTools.TARGETS,
				BuiltInTools.GUARD, KnowledgeOffer.NONE, offer)
			.parse("helper.md", text.getBytes(StandardCharsets.UTF_8));
	}

	@Test
	void readsWhereALoopRuns() {
		assertThat(running("tools: []").runtime()).isEqualTo(RuntimeUse.OWN);
		assertThat(running("runtime: own").runtime()).isEqualTo(RuntimeUse.OWN);
		assertThat(running("runtime: openai-responses").runtime())
			.isEqualTo(new RuntimeUse(RemoteRuntime.OPENAI_RESPONSES, true, List.of(), 10, null));
		assertThat(running("runtime: openai-responses|runtime_fallback: none|"
				+ "hosted_tools: [web_search, code_interpreter, {file_search: vs_123}]|"
				+ "limits: {hosted_calls: 3, hosted_context: 200000}")
			.runtime())
			.isEqualTo(new RuntimeUse(
					RemoteRuntime.OPENAI_RESPONSES, false, List.of(new HostedTool(Kind.WEB_SEARCH, ""),
							new HostedTool(Kind.CODE_INTERPRETER, ""), new HostedTool(Kind.FILE_SEARCH, "vs_123")),
					3, 200_000));
	}

	@ParameterizedTest
	@CsvSource(delimiter = ';', quoteCharacter = '`',
			textBlock = """
					hosted_tools: [web_search]                                               ; 4 ; needs a 'runtime' at a provider
					runtime_fallback: own                                                    ; 4 ; needs a 'runtime' at a provider
					limits: {hosted_calls: 3}                                                ; 4 ; this agent has none
					runtime: bedrock-agents                                                  ; 4 ; none of own, openai-responses, anthropic-managed
					runtime: anthropic-managed|hosted_tools: [{file_search: vs_123}]         ; 5 ; file_search with a value does not run at anthropic-managed
					runtime: anthropic-managed|hosted_tools: [{code_interpreter: 4g}]        ; 5 ; code_interpreter with a value does not run at anthropic-managed
					runtime: anthropic-managed|hosted_tools: [mcp]                           ; 5 ; a hosted MCP server is not supported
					runtime: anthropic-managed|hosted_tools: [web_search]|guard: {tool_results: block} ; 5 ; the model sees their results before
					runtime: anthropic-managed|hosted_tools: [web_search]|approve: [web_search] ; 6 ; not supported yet
					runtime: openai-responses|runtime_fallback: maybe                        ; 5 ; neither own nor none
					runtime: openai-responses|hosted_tools: [browser]                        ; 5 ; none of web_search, code_interpreter, file_search
					runtime: openai-responses|hosted_tools: [mcp]                            ; 5 ; a hosted MCP server is not supported
					runtime: openai-responses|hosted_tools: [{mcp: "https://example.org"}]   ; 5 ; a hosted MCP server is not supported
					runtime: openai-responses|hosted_tools: [web_search, web_search]         ; 5 ; web_search twice
					runtime: openai-responses|hosted_tools: [file_search]                    ; 5 ; needs the id of a vector store
					runtime: openai-responses|hosted_tools: [{code_interpreter: 2g}]         ; 5 ; one of 1g, 4g, 16g, 64g
					runtime: openai-responses|hosted_tools: [{code_interpreter: 64g}]        ; 5 ; openai/code_interpreter.64g has no price
					runtime: openai-responses|hosted_tools: [{web_search: 1, file_search: 2}] ; 5 ; one word with its value
					runtime: openai-responses|hosted_tools: [web_search]|guard: {tool_results: block} ; 5 ; the model sees their results before
					runtime: openai-responses|limits: {hosted_calls: 51}                     ; 5 ; no whole number from 1 to 50
					runtime: openai-responses|limits: {hosted_context: 10}                   ; 5 ; no number of tokens
					runtime: openai-responses|hosted_tools: [web_search]|approve: [web_search] ; 6 ; not supported yet
					""")
	void saysWhatIsWrongAndWhere(String lines, int line, String reason) {
		assertThatExceptionOfType(AgentFileException.class).isThrownBy(() -> running(lines))
			.withMessageStartingWith("helper.md:" + line + ": ")
			.withMessageContaining(reason);
	}

	@Test
	void aRuntimeNeedsItsProviderAndModelsOfIt() {
		assertThatExceptionOfType(AgentFileException.class)
			.isThrownBy(() -> running("openai/gpt-5.4", "runtime: openai-responses", RuntimeOffer.NONE))
			.withMessage("helper.md:4: 'runtime': the provider of openai-responses is not configured: set "
					+ "agent-service.llm.providers.openai and its API key");
		assertThatExceptionOfType(AgentFileException.class)
			.isThrownBy(() -> running("anthropic/claude-haiku-4-5", "runtime: anthropic-managed", RuntimeOffer.NONE))
			.withMessageEndingWith("providers.anthropic and its API key, "
					+ "agent-service.llm.remote.sessions and a price of anthropic/session");
		assertThatExceptionOfType(AgentFileException.class)
			.isThrownBy(() -> running("anthropic/claude-haiku-4-5", "runtime: openai-responses", ALL))
			.withMessageContaining("runs models of 'openai' only, and 'anthropic/claude-haiku-4-5' is none");
	}

}
