package dev.agentservice.agent.definition;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;

import dev.agentservice.agent.definition.AgentDefinition.Limits;
import dev.agentservice.llm.model.CallLimits;
import dev.agentservice.llm.model.ModelId;
import dev.agentservice.llm.model.Reasoning;
import dev.agentservice.tool.registry.Tools;
import dev.langchain4j.agent.tool.Tool;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class AgentFileParserTests {

	private static final Tools TOOLS = BuiltInTools.tools();

	private final AgentFileParser parser = new AgentFileParser(TOOLS, (model) -> model.provider().equals("openai"),
			(model) -> !model.name().startsWith("unpriced"), BuiltInTools.TARGETS, BuiltInTools.GUARD);

	private AgentDefinition parse(String text) {
		return this.parser.parse("helper.md", text.getBytes(StandardCharsets.UTF_8));
	}

	@Test
	void readsEveryKey() {
		AgentDefinition agent = parse("""
				---
				name: helper
				description: "Helps: a lot"
				models: {simple: openai/gpt-5.4-mini, complex: openai/gpt-5.4, fallback: [openai/gpt-5, openai/a/b]}
				reasoning: low
				tools: [current_time, "calc*"]
				limits: {cost_per_task_usd: 0.25, steps: 3, timeout: 90s}
				---

				You help.

				--- is no end here.

				""");
		assertThat(agent.name()).isEqualTo("helper");
		assertThat(agent.description()).isEqualTo("Helps: a lot");
		assertThat(agent.models().simple()).isEqualTo(new ModelId("openai", "gpt-5.4-mini"));
		assertThat(agent.models().complex()).isEqualTo(new ModelId("openai", "gpt-5.4"));
		assertThat(agent.models().fallback()).containsExactly(new ModelId("openai", "gpt-5"),
				new ModelId("openai", "a/b"));
		assertThat(agent.models().reasoning()).isEqualTo(Reasoning.LOW);
		assertThat(agent.tools()).containsExactly("current_time", "calc*");
		assertThat(agent.limits()).isEqualTo(new Limits(new BigDecimal("0.25"), 3, Duration.ofSeconds(90)));
		assertThat(agent.instructions()).isEqualTo("You help.\n\n--- is no end here.");
	}

	@Test
	void fillsInDefaults() {
		AgentDefinition agent = parse("---\nname: helper\nmodels: {simple: openai/gpt-5.4}\n---\nYou help.");
		assertThat(agent.description()).isEmpty();
		assertThat(agent.models().complex()).isEqualTo(agent.models().simple());
		assertThat(agent.models().fallback()).isEmpty();
		assertThat(agent.models().reasoning()).isNull();
		assertThat(agent.tools()).isEmpty();
		assertThat(agent.toolFallback()).isEmpty();
		assertThat(agent.targets()).isEqualTo(BuiltInTools.TARGETS);
		assertThat(agent.limits()).isEqualTo(new Limits(new BigDecimal("1.00"), 8, Duration.ofSeconds(60)));
	}

	@ParameterizedTest
	@CsvSource({ "off, OFF", "'\"off\"', OFF", "low, LOW", "medium, MEDIUM", "high, HIGH" })
	void readsHowMuchToThink(String text, Reasoning reasoning) {
		AgentDefinition agent = parse(
				"---\nname: helper\nmodels: {simple: openai/gpt-5.4}\nreasoning: " + text + "\n---\nYou help.");
		assertThat(agent.models().reasoning()).isEqualTo(reasoning);
	}

	@Test
	void readsHowLongACallMayTake() {
		assertThat(calls("first_token: 3s, gap: 500ms, response: 1m"))
			.isEqualTo(new CallLimits(Duration.ofSeconds(3), Duration.ofMillis(500), Duration.ofMinutes(1)));
		assertThat(calls("gap: 2s")).isEqualTo(new CallLimits(null, Duration.ofSeconds(2), null));
		assertThat(calls("steps: 2")).isEqualTo(CallLimits.NONE);
	}

	private CallLimits calls(String limits) {
		return parse("---\nname: helper\nmodels: {simple: openai/gpt-5.4}\nlimits: {" + limits + "}\n---\nYou help.")
			.limits()
			.calls();
	}

	@Test
	void identifiesTheContentByItsHash() {
		String text = "---\nname: helper\nmodels: {simple: openai/gpt-5.4}\n---\nYou help.";
		assertThat(parse(text).revision()).hasSize(16).isEqualTo(parse(text).revision());
		assertThat(parse(text + " ").revision()).isNotEqualTo(parse(text).revision());
		assertThat(AgentFileParser.revision("abc".getBytes(StandardCharsets.US_ASCII))).isEqualTo("ba7816bf8f01cfea");
	}

	@Test
	void readsFilesFromWindows() {
		AgentDefinition agent = parse(
				"\uFEFF---\r\nname: helper\r\nmodels: {simple: openai/gpt-5.4}\r\n---\r\nYou\r\nhelp.\r\n");
		assertThat(agent.instructions()).isEqualTo("You\nhelp.");
	}

	@ParameterizedTest
	@CsvSource(delimiter = ';', quoteCharacter = '`',
			textBlock = """
					tool: [calculator]                      ; 4 ; unknown key 'tool', did you mean 'tools'?
					modles: {}                              ; 4 ; unknown key 'modles', did you mean 'models'?
					colour: red                             ; 4 ; the keys here are name, description
					name: helper                            ; 4 ; the key 'name' stands here a second time
					limits: {stepps: 3}                     ; 4 ; unknown key 'stepps', did you mean 'steps'?
					limits: 5                               ; 4 ; 'limits' must be a block
					limits: {steps: 0}                      ; 4 ; 'steps': '0' is no whole number from 1 to 100
					limits: {steps: many}                   ; 4 ; 'steps': 'many' is no whole number
					limits: {timeout: 60}                   ; 4 ; no duration with a unit
					limits: {timeout: 2h}                   ; 4 ; not between 1ms and 1h
					limits: {timeout: 0s}                   ; 4 ; not between 1ms and 1h
					limits: {first_tokn: 2s}                ; 4 ; unknown key 'first_tokn', did you mean 'first_token'?
					limits: {first-token: 2s}               ; 4 ; unknown key 'first-token', did you mean 'first_token'?
					limits: {first_token: 2}                ; 4 ; 'first_token': '2' is no duration with a unit
					limits: {gap: 0s}                       ; 4 ; 'gap': '0s' is not between 1ms and 1h
					limits: {response: 2h}                  ; 4 ; 'response': '2h' is not between 1ms and 1h
					limits: {cost_per_task_usd: -1}         ; 4 ; no positive amount of USD
					limits: {cost_per_task_usd: 0.00}       ; 4 ; no positive amount of USD
					limits: {cost_per_task_usd: .inf}       ; 4 ; no positive amount of USD
					limits: {cost_per_task_usd: 1e9}        ; 4 ; no positive amount of USD
					tools: calculator                       ; 4 ; 'tools' must be a list
					tools: [calculater]                     ; 4 ; no tool matches 'calculater'; the tools are calculator, current_time
					tools: ["mcp:orders/*"]                 ; 4 ; no tool matches 'mcp:orders/*'
					tools: [[calculator]]                   ; 4 ; each item of 'tools' must be a single value
					description: yes                        ; 4 ; put it into quotes if it is a text
					description:                            ; 4 ; 'description' must be a single value
					description: !!java.net.URL [x]         ; 4 ; Global tag is not allowed
					description: !!java.net.URL x           ; 4 ; Global tag is not allowed
					description: !!binary eA==              ; 4 ; put it into quotes
					description: @x                         ; 4 ; this is not YAML
					description: "open                      ; 4 ; this is not YAML
					? [a, b]                                ; 4 ; a key must be a single value
					<<: {name: other}                       ; 4 ; a key must be
					tool_fallback: {calculator: current_time} ; 4 ; 'tool_fallback': 'current_time' cannot be the fallback of 'calculator': the agent does not use
					tool_fallback: {calculater: current_time} ; 4 ; unknown key 'calculater', did you mean 'calculator'?
					tool_fallback: [calculator]             ; 4 ; 'tool_fallback' must be a block
					targets: {tool: 1s}                     ; 4 ; unknown key 'tool', did you mean 'tools'?
					targets: {total: 10}                    ; 4 ; no duration with a unit
					targets: {total: 0s}                    ; 4 ; not between 1ms and 1h
					reasoning: much                         ; 4 ; 'reasoning': 'much' is none of off, low, medium, high
					reasoning: on                           ; 4 ; 'reasoning': 'on' is none of off, low, medium, high
					reasoning: {effort: low}                ; 4 ; 'reasoning' must be a single value
					resoning: low                           ; 4 ; unknown key 'resoning', did you mean 'reasoning'?
					knowledge: {collection: handbook}       ; 4 ; there is no collection 'handbook'
					approve: [calculator]                   ; 4 ; 'approve' is not supported yet
					""")
	void namesTheLineAndTheReason(String line, int number, String reason) {
		assertBroken("---\nname: helper\nmodels: {simple: openai/gpt-5.4}\n" + line + "\n---\nYou help.", number,
				reason);
	}

	@Test
	void aFallbackMustBeAbleToTakeTheToolsPlace() {
		assertBroken(
				"---\nname: helper\nmodels: {simple: openai/gpt-5.4}\ntools: [calculator]\n"
						+ "tool_fallback:\n  calculator: current_time\n---\nYou help.",
				6, "'current_time' cannot be the fallback of 'calculator': it does not take 'expression'");
	}

	@Test
	void readsFallbacksOfTools() {
		Tools tools = BuiltInTools.with(Sources.class);
		AgentDefinition agent = new AgentFileParser(tools, (_) -> true, (_) -> true, BuiltInTools.TARGETS,
				BuiltInTools.GUARD)
			.parse("helper.md", ("---\nname: helper\nmodels: {simple: openai/gpt-5.4}\ntools: [library]\n"
					+ "tool_fallback: {library: attic}\n---\nYou help.")
				.getBytes(StandardCharsets.UTF_8));
		assertThat(agent.toolFallback()).containsExactly(Map.entry("library", "attic"));
	}

	@Test
	void targetsThatAreNotSetAreThoseOfAllAgents() {
		AgentDefinition agent = parse(
				"---\nname: helper\nmodels: {simple: openai/gpt-5.4}\ntargets: {tools: 250ms}\n---\nYou help.");
		assertThat(agent.targets()).isEqualTo(new LatencyTargets(Duration.ofSeconds(2), Duration.ofMillis(250),
				Duration.ofSeconds(3), Duration.ofSeconds(10)));
	}

	@Test
	void demandsNameModelsAndInstructions() {
		assertBroken("---\nmodels: {simple: openai/gpt-5.4}\n---\nYou help.", 2, "'name' is missing");
		assertBroken("---\nname: helper\n---\nYou help.", 2, "'models' is missing");
		assertBroken("---\nname: helper\nmodels: {complex: openai/gpt-5.4}\n---\nx", 3, "must name a 'simple' model");
		assertBroken("---\nname: helper\nmodels: {simple: openai/gpt-5.4}\n---\n \n", 5, "instructions are missing");
		assertBroken("---\n---\nYou help.", 1, "front matter is empty");
		assertBroken("---\n- a\n---\nYou help.", 2, "must be a block of 'key: value' lines");
	}

	@Test
	void demandsModelsThatAreServed() {
		assertBroken("---\nname: helper\nmodels:\n  simple: openai/gpt-5.4\n  fallback: [acme/x]\n---\nx", 5,
				"each item of 'fallback': no provider serves the model acme/x");
		assertBroken("---\nname: helper\nmodels: {simple: gpt-5.4}\n---\nx", 3, "write provider/model");
	}

	@Test
	void demandsTheNameOfTheFile() {
		assertBroken("---\nname: other\nmodels: {simple: openai/gpt-5.4}\n---\nx", 2, "the file is called helper.md");
		assertBroken("---\nname: ../x\nmodels: {simple: openai/gpt-5.4}\n---\nx", 2, "lower-case letters");
	}

	@Test
	void demandsAFrontMatterWithBothItsFences() {
		assertBroken("", 1, "must begin with");
		assertBroken("You help.", 1, "must begin with");
		assertBroken("---\nname: helper\n", 1, "has no end");
	}

	@Test
	void demandsUtf8() {
		byte[] latin1 = "---\nname: helper\ndescription: für alle\n".getBytes(StandardCharsets.ISO_8859_1);
		assertThatExceptionOfType(AgentFileException.class).isThrownBy(() -> this.parser.parse("helper.md", latin1))
			.withMessage("helper.md:3: this is not UTF-8");
		byte[] cut = { '-', '-', '-', '\n', (byte) 0xC3 };
		assertThatExceptionOfType(AgentFileException.class).isThrownBy(() -> this.parser.parse("helper.md", cut))
			.withMessage("helper.md:2: this is not UTF-8");
	}

	@Test
	void survivesYamlMeantToHarm() {
		assertBroken("---\na: &a [x]\nb: *a\n---\nx", 1, "not YAML: Number of aliases");
		assertBroken("---\nname: " + "[".repeat(100_000) + "\n---\nx", 1, "not YAML");
		assertBroken("---\nname: helper\nmodels: &m\n  simple: *m\n---\nx", 1, "not YAML");
	}

	private void assertBroken(String text, int line, String reason) {
		assertThatExceptionOfType(AgentFileException.class).isThrownBy(() -> parse(text)).satisfies((ex) -> {
			assertThat(ex.getMessage()).startsWith("helper.md:").contains(reason);
			assertThat(ex.line()).as(ex.getMessage()).isEqualTo(line);
		});
	}

	static class Sources {

		@Tool
		String library(String title) {
			return title;
		}

		@Tool
		String attic(String title) {
			return title;
		}

	}

}
