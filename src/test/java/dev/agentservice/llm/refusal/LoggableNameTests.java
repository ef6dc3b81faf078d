package dev.agentservice.llm.refusal;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class LoggableNameTests {

	@ParameterizedTest
	@ValueSource(strings = { "insufficient_quota", "unsupported_country_region_territory", "DeploymentNotFound",
			"ResponsibleAIPolicyViolation", "API_KEY_INVALID", "INVALID_ARGUMENT", "429", "3051", "invalid-argument",
			"messages.[3].role", "tools[0].function.name", "messages.0.content", "reasoning.effort",
			"x.models.svc.cluster" })
	void namesAreLogged(String name) {
		assertThat(LoggableName.of(name)).isEqualTo(name);
	}

	@ParameterizedTest
	@ValueSource(strings = { "Client specified an invalid argument", "my secret plan", "sk-proj-9aB3xQ7vT2kL5mN8pR",
			"AIzaSyD4x9Qk2mZ7vB1nC8wE5rT0yU3iO6pA9sD", "9f86d081884c7d659a2feaa0c55ad015", "a\nb", "a=b", "Grüße",
			"anna@example.com", "+49 30 901820", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
			"one.two.three.four.five.six.seven.eight.nine.ten.eleven.twelve", "\u202e" })
	void anythingElseIsNot(String text) {
		assertThat(LoggableName.of(text)).isEqualTo(LoggableName.OTHER);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " " })
	void nothingIsNothing(String text) {
		assertThat(LoggableName.of(text)).isEmpty();
	}

}
