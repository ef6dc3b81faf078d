package dev.agentservice.setting;

import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

import dev.agentservice.setting.SettingNames.Found;
import dev.agentservice.support.BesideOthers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.ResolvableType;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@BesideOthers
class SettingCheckTests {

	private static final String VARIABLES = StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME;

	@Test
	void everySettingIsReadFromTheVariablesThatPeopleGuess() {
		SettingNames names = new SettingNames(AllSettings.TREE);
		List<String> all = ValueNames.of(AllSettings.TREE, Spelling.ROOT);
		assertThat(all).hasSizeGreaterThan(150);
		for (String name : all) {
			String concrete = name.replace(Spelling.ANY, "mine");
			for (String variable : spellings(concrete)) {
				Found found = names.findVariable(Variables.words(variable));
				assertThat(found).as(variable).isNotNull().extracting(Found::name).isEqualTo(concrete);
			}
		}
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			AGENTSERVICE_BUDGET_USERDAILYUSD                 | agent-service.budget.user-daily-usd
			AGENTSERVICE_BUDGET_USER_DAILY_USD               | agent-service.budget.user-daily-usd
			AGENT_SERVICE_BUDGET_USER_DAILY_USD              | agent-service.budget.user-daily-usd
			AGENT_SERVICE_BUDGET_USERDAILY_USD               | agent-service.budget.user-daily-usd
			agentservice_budget_user_daily_usd               | agent-service.budget.user-daily-usd
			AGENTSERVICE__BUDGET__USER_DAILY_USD             | agent-service.budget.user-daily-usd
			AGENTSERVICE_IDENTITY_API_KEYS_0_ON_BEHALF       | agent-service.identity.api-keys[0].on-behalf
			AGENTSERVICE_IDENTITY_API_KEYS_1_SCOPES_0        | agent-service.identity.api-keys[1].scopes[0]
			AGENTSERVICE_IDENTITY_API_KEYS_1_SCOPES          | agent-service.identity.api-keys[1].scopes
			AGENTSERVICE_LLM_PROVIDERS_OLLAMA_BASE_URL       | agent-service.llm.providers.ollama.base-url
			AGENTSERVICE_LLM_PROVIDERS_MY_GATEWAY_BASE_URL   | agent-service.llm.providers.my-gateway.base-url
			AGENTSERVICE_LLM_PROVIDERS_MYGATEWAY_BASEURL     | agent-service.llm.providers.my-gateway.base-url
			AGENTSERVICE_FLAGS_PARALLEL_TOOL_EXECUTION_DEFAULT | agent-service.flags.parallel-tool-execution.default
			AGENTSERVICE_BUDGET_PRICES_OPENAI_GPT_5_4_INPUT  | agent-service.budget.prices[openai/gpt-5.4].input
			AGENTSERVICE_TOOLS_BY_NAME_CURRENT_TIME_TIMEOUT  | agent-service.tools.by-name.current_time.timeout
			AGENTSERVICE_GUARD_REDACTION_ACTIONS_EMAIL       | agent-service.guard.redaction.actions.email
			""")
	void aVariableIsTheSettingThatItMeans(String variable, String setting) {
		Map<String, Object> file = Map.of("agent-service.flags.parallel-tool-execution.type", "boolean",
				"agent-service.llm.providers.my-gateway.protocol", "openai",
				"agent-service.budget.prices[openai/gpt-5.4].output", "1",
				"agent-service.tools.by-name.current_time.parallel", "true");
		StandardEnvironment environment = environment(file, Map.of(variable, "7s"));
		new SettingCheck(environment, AllSettings.TREE).run();
		assertThat(environment.getProperty(setting)).isEqualTo("7s");
		assertThat(environment.getProperty(variable)).isEqualTo("7s");
	}

	@Test
	void springReadsListsAndMapsOutOfMixedSpellings() {
		StandardEnvironment environment = environment(
				Map.of("agent-service.flags.a-flag.default", "true", "agent-service.budget.user-daily-usd", "10"),
				Map.of("AGENTSERVICE_IDENTITY_APIKEYS_0_NAME", "one", "AGENTSERVICE_IDENTITY_API_KEYS_0_TENANT", "acme",
						"AGENT_SERVICE_IDENTITY_API_KEYS_1_NAME", "two", "AGENTSERVICE_FLAGS_A_FLAG_DEFAULT", "false",
						"AGENTSERVICE_BUDGET_USER_DAILY_USD", "0.01", "OTHER_NAME", "other"));
		new SettingCheck(environment, AllSettings.TREE).run();
		Binder binder = Binder.get(environment);
		ResolvableType texts = ResolvableType.forClassWithGenerics(Map.class, String.class, String.class);
		assertThat(binder
			.bind("agent-service.identity.api-keys",
					Bindable.of(ResolvableType.forClassWithGenerics(List.class, texts)))
			.get()).isEqualTo(List.of(Map.of("name", "one", "tenant", "acme"), Map.of("name", "two")));
		assertThat(binder
			.bind("agent-service.flags",
					Bindable.of(ResolvableType.forClassWithGenerics(Map.class, ResolvableType.forClass(String.class),
							texts)))
			.get()).isEqualTo(Map.of("a-flag", Map.of("default", "false")));
		assertThat(binder.bind("agent-service.budget.user-daily-usd", BigDecimal.class).get()).isEqualTo("0.01");
		assertThat(binder.bind("other.name", String.class).get()).isEqualTo("other");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					agent-service.budget.user-daly-usd               | Did you mean agent-service.budget.user-daily-usd?
					agent-service.budgets.user-daily-usd             | Did you mean agent-service.budget.user-daily-usd?
					agent-service.user-daily-usd                     | Did you mean agent-service.budget.user-daily-usd?
					agentService.budget.userDalyUsd                  | Did you mean agent-service.budget.user-daily-usd?
					agent-service.identity.api-keys[1].tennant       | Did you mean agent-service.identity.api-keys[1].tenant?
					agent-service.identity.api-keys.name             | Did you mean agent-service.identity.api-keys[0].name?
					agent-service.llm.providers.ollama.base-uri      | Did you mean agent-service.llm.providers.ollama.base-url?
					agent-service.llm.models[openai/x].contxt-window | Did you mean agent-service.llm.models[openai/x].context-window?
					agent-service.llm.models.openai/gpt-5.4.encoding | stands in brackets
					agent-service.run.leese                          | Did you mean agent-service.run.lease?
					agent-service.run.lease.seconds                  | there is no such setting.
					agent-service.colour                             | there is no such setting.
					agent-service.budget                             | no setting but a group
					agent-service.identity.api-keys                  | no setting but a group
					""")
	void aNameThatNothingHasIsRefused(String name, String reason) {
		assertThat(mistakes(Map.of(name, "7s"), Map.of())).startsWith("The configuration has a mistake:")
			.contains(name + " (file): ")
			.contains(reason);
	}

	@Test
	void aHeaderOrAParameterOfAUrlIsAllWordsThatAreLeft() {
		StandardEnvironment environment = environment(Map.of(),
				Map.of("AGENTSERVICE_LLM_PROVIDERS_AZURE_QUERY_API_VERSION", "2026-01-01"));
		new SettingCheck(environment, AllSettings.TREE).run();
		Map<String, String> query = Binder.get(environment)
			.bind("agent-service.llm.providers.azure.query", Bindable.mapOf(String.class, String.class))
			.get();
		assertThat(query).containsExactly(Map.entry("api-version", "2026-01-01"));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			AGENTSERVICE_BUDGET_USER_DALY_USD          | Did you mean AGENTSERVICE_BUDGET_USERDAILYUSD?
			AGENTSERVICE_USER_DAILY_USD                | Did you mean AGENTSERVICE_BUDGET_USERDAILYUSD?
			AGENT_SERVICE_IDENTITY_PEPER               | Did you mean AGENTSERVICE_IDENTITY_PEPPER?
			AGENTSERVICE_IDENTITY_API_KEY_0_NAME       | Did you mean AGENTSERVICE_IDENTITY_APIKEYS_0_NAME?
			AGENTSERVICE_LLM_PROVIDERS_TWO_WORDS_KEY   | there is no such setting.
			AGENTSERVICE_BUDGET                        | there is no such setting.
			""")
	void aVariableThatNothingHasIsRefused(String variable, String reason) {
		assertThat(mistakes(Map.of(), Map.of(variable, "x"))).contains(variable).contains(reason);
	}

	@ParameterizedTest
	@CsvSource({ "AGENT_SERVICE_PORT, tcp://10.0.0.1:8080", "AGENT_SERVICE_SERVICE_HOST, 10.0.0.1",
			"AGENT_SERVICE_SERVICE_PORT, 8080", "AGENT_SERVICE_SERVICE_PORT_HTTP, 8080",
			"AGENT_SERVICE_PORT_8080_TCP, tcp://10.0.0.1:8080", "AGENT_SERVICE_PORT_8080_TCP_ADDR, 10.0.0.1",
			"AGENT_SERVICE_CANARY_PORT_8080_TCP_PROTO, tcp", "AGENT_SERVICE_CANARY_SERVICE_HOST, 10.0.0.2",
			"AGENT_SERVICE_URL, https://agents.example", "AGENT_SERVICE_NAME, agents", "AGENTSERVICES_X, not ours",
			"AGENT_VERSION, 1.0" })
	void whatPlatformsTellOfServicesIsNoSetting(String variable, String value) {
		new SettingCheck(environment(Map.of(), Map.of(variable, value)), AllSettings.TREE).run();
	}

	@Test
	void twoSpellingsWithDifferentValuesAreRefused() {
		assertThat(mistakes(Map.of(),
				Map.of("AGENTSERVICE_BUDGET_USERDAILYUSD", "10", "AGENTSERVICE_BUDGET_USER_DAILY_USD", "0.0123")))
			.contains("AGENTSERVICE_BUDGET_USER_DAILY_USD", "another value as AGENTSERVICE_BUDGET_USERDAILYUSD")
			.doesNotContain("0.0123");
		assertThat(
				mistakes(Map.of("agent-service.budget.userDailyUsd", "10", "agent-service.budget.user-daily-usd", "1"),
						Map.of()))
			.contains("the same setting has another value");
		new SettingCheck(
				environment(Map.of(),
						Map.of("AGENTSERVICE_BUDGET_USERDAILYUSD", "10", "AGENTSERVICE_BUDGET_USER_DAILY_USD", "10")),
				AllSettings.TREE)
			.run();
	}

	@ParameterizedTest
	@ValueSource(strings = { "30", " 30 ", "-1", "0030", "${ELSEWHERE}" })
	void aTimeWithoutAUnitIsRefused(String value) {
		for (String name : List.of("agent-service.run.lease", "agent-service.tools.by-name.x.cache.ttl",
				"agent-service.llm.providers.x.resilience.breaker.open")) {
			assertThat(mistakes(Map.of(name, value, "ELSEWHERE", "30"), Map.of())).contains(name)
				.contains("a time needs its unit, such as 30s");
		}
		assertThat(mistakes(Map.of("ELSEWHERE", "30"), Map.of("AGENTSERVICE_RUN_LEASE", value)))
			.contains("AGENTSERVICE_RUN_LEASE")
			.contains("a time needs its unit");
	}

	@ParameterizedTest
	@ValueSource(strings = { "0", "30s", "500ms", "PT30S", "1h" })
	void aTimeWithAUnitIsNot(String value) {
		new SettingCheck(environment(Map.of("agent-service.run.lease", value, "agent-service.run.in-flight.limit", 30),
				Map.of()), AllSettings.TREE)
			.run();
	}

	@Test
	void everyTimeIsKnownToBeOne() {
		SettingNames names = new SettingNames(AllSettings.TREE);
		Set<String> times = Set.of("agent-service.run.lease", "agent-service.redis.command-timeout",
				"agent-service.redis.breaker.open", "agent-service.rate-limits.new-users.remembered",
				"agent-service.llm.providers.x.pool.keep-alive", "agent-service.identity.jwt.keys.max-age");
		assertThat(times).allSatisfy((name) -> assertThat(names.find(Spelling.elements(name))).isNotNull()
			.extracting(Found::setting)
			.isEqualTo(new Setting.Value(true)));
	}

	@Test
	void allMistakesAreToldAtOnceButNotMoreThanAnybodyReads() {
		Map<String, Object> file = new TreeMap<>();
		for (int i = 0; i < 30; i++) {
			file.put("agent-service.nothing-" + (char) ('a' + i % 26) + i, "x");
		}
		assertThat(mistakes(file, Map.of())).contains("The configuration has 30 mistakes:", "and 10 more");
	}

	/** Dashes left out, as underscores; the service as one word, as two. */
	private static List<String> spellings(String name) {
		String dotted = name.substring(Spelling.ROOT.length()).replace("[", ".").replace("]", "").replace('.', '_');
		return Stream.of("AGENTSERVICE", "AGENT_SERVICE")
			.flatMap((prefix) -> Stream.of(prefix + dotted.replace("-", ""), prefix + dotted.replace('-', '_')))
			.map((variable) -> variable.toUpperCase(Locale.ROOT))
			.toList();
	}

	private static String mistakes(Map<String, Object> file, Map<String, Object> variables) {
		StandardEnvironment environment = environment(file, variables);
		return String.valueOf(assertThatExceptionOfType(UnusableSettingsException.class)
			.isThrownBy(() -> new SettingCheck(environment, AllSettings.TREE).run())
			.actual()
			.getMessage());
	}

	private static StandardEnvironment environment(Map<String, Object> file, Map<String, Object> variables) {
		StandardEnvironment environment = new StandardEnvironment();
		environment.getPropertySources().replace(VARIABLES, new SystemEnvironmentPropertySource(VARIABLES, variables));
		environment.getPropertySources().addLast(new MapPropertySource("file", file));
		return environment;
	}

}
