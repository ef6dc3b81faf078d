package dev.agentservice.identity;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

@Isolated
@ExtendWith(OutputCaptureExtension.class)
class IdentityPropertiesTests {

	private static final String PEPPER = "only-for-tests-only-for-tests-only";

	private final ApplicationContextRunner runner = new ApplicationContextRunner().withUserConfiguration(Setup.class);

	@Test
	void aMissingPepperStopsTheStartAndSaysWhatToSet(CapturedOutput output) {
		SpringApplication application = new SpringApplication(Setup.class);
		application.setWebApplicationType(WebApplicationType.NONE);
		assertThatException().isThrownBy(application::run);
		assertThat(output).contains("agent-service.identity.pepper").contains("AGENTSERVICE_IDENTITY_PEPPER");
	}

	@Test
	void aShortPepperIsNotPrinted(CapturedOutput output) {
		SpringApplication application = new SpringApplication(Setup.class);
		application.setWebApplicationType(WebApplicationType.NONE);
		assertThatException()
			.isThrownBy(() -> application.run("--agent-service.identity.pepper=too-short-to-be-secret"));
		assertThat(output).contains("at least 32 characters").doesNotContain("too-short-to-be-secret");
	}

	@Test
	void aCompleteKeyStarts() {
		this.runner.withPropertyValues(keys()).run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(context.getBean(IdentityProperties.class).apiKeys()).hasSize(2);
			assertThat(context.getBean(IdentityProperties.class).toString()).doesNotContain(PEPPER);
		});
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			sha256=short                 | sha256 must be 64
			sha256=%1$sZZ                | sha256 must be 64
			sha256=                      | sha256 must be 64
			name=                        | name must match
			name=a b                     | name must match
			tenant=                      | tenant must be
			user=                        | user must be
			on-behalf=true               | either a user or on-behalf
			scopes=                      | scopes must not be empty
			scopes=root                  | scopes
			expires-at=tomorrow          | expires-at
			name=jwt                     | name must not be jwt
			name=first                   | api-keys[1].name
			sha256=1111111111111111111111111111111111111111111111111111111111111111 | api-keys[1].sha256
			""")
	void aWrongKeyStopsTheStartWithItsIndexAndReason(String property, String reason) {
		List<String> properties = new ArrayList<>(List.of(keys()));
		properties.add("agent-service.identity.api-keys[1]." + property);
		this.runner.withPropertyValues(properties.toArray(String[]::new)).run((context) -> {
			assertThat(context).hasFailed();
			assertThat(context.getStartupFailure()).hasStackTraceContaining("api-keys[1]")
				.hasStackTraceContaining(reason);
		});
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			jwk-set-uri=http://127.0.0.1:1/keys | audience must be set
			audience=agents                     | needs issuer-uri
			""")
	void anIncompleteJwtBlockStopsTheStart(String property, String reason) {
		this.runner.withPropertyValues(keys())
			.withPropertyValues("agent-service.identity.jwt." + property)
			.run((context) -> assertThat(context.getStartupFailure()).hasStackTraceContaining(reason));
	}

	@Test
	void anIssuerNeedsTheTenantsItSpeaksForUnlessItIsSaidToBeUnlimited() {
		ApplicationContextRunner jwt = this.runner.withPropertyValues(keys())
			.withPropertyValues("agent-service.identity.jwt.audience=agents",
					"agent-service.identity.jwt.jwk-set-uri=http://127.0.0.1:1/keys");
		jwt.run((context) -> assertThat(context.getStartupFailure())
			.hasStackTraceContaining("agent-service.identity.jwt.tenants must list")
			.hasStackTraceContaining("ceiling.unlimited: true"));
		jwt.withPropertyValues("agent-service.identity.jwt.ceiling.unlimited=true")
			.run((context) -> assertThat(context).hasNotFailed());
		jwt.withPropertyValues("agent-service.identity.jwt.tenants=acme,globex")
			.run((context) -> assertThat(context.getBean(IdentityProperties.class).jwt()).isNotNull()
				.satisfies(
						(properties) -> assertThat(properties.tenants()).containsExactlyInAnyOrder("acme", "globex")));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			daily-usd=-1     | ceiling.daily-usd must be
			daily-usd=5e6    | ceiling.daily-usd must be
			requests=0       | ceiling.requests must be
			new-users=0      | ceiling.new-users must be
			daily-usd=many   | ceiling.daily-usd
			""")
	void aWrongCeilingStopsTheStart(String property, String reason) {
		this.runner.withPropertyValues(keys())
			.withPropertyValues("agent-service.identity.api-keys[0].ceiling." + property)
			.run((context) -> assertThat(context.getStartupFailure()).hasStackTraceContaining(reason));
	}

	@Test
	void asymmetricAlgorithmsAreTheOnlyOnes() {
		this.runner.withPropertyValues(keys())
			.withPropertyValues("agent-service.identity.jwt.audience=agents",
					"agent-service.identity.jwt.jwk-set-uri=http://127.0.0.1:1/keys",
					"agent-service.identity.jwt.algorithms=HS256")
			.run((context) -> assertThat(context).hasFailed());
	}

	private static String[] keys() {
		String first = "agent-service.identity.api-keys[0].";
		String second = "agent-service.identity.api-keys[1].";
		return new String[] { "agent-service.identity.pepper=" + PEPPER, first + "name=first",
				first + "sha256=" + "1".repeat(64), first + "tenant=acme", first + "on-behalf=true",
				first + "scopes=agent,ops", second + "name=second", second + "sha256=" + "A".repeat(64),
				second + "tenant=acme", second + "user=alice", second + "scopes=agent" };
	}

	@EnableConfigurationProperties(IdentityProperties.class)
	static class Setup {

	}

}
