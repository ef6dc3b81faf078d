package dev.agentservice.budget;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Map;

import dev.agentservice.budget.price.NanoUsd;
import dev.agentservice.budget.price.PriceTable;
import dev.agentservice.identity.Ceiling;
import dev.agentservice.identity.Credentials;
import dev.agentservice.identity.TestCredentials;
import dev.agentservice.redis.RedisServer;
import dev.agentservice.support.redis.RedisProperties;
import dev.agentservice.support.redis.RedisStore;
import dev.agentservice.support.redis.ReplicaContext;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;

class BudgetPropertiesTests {

	/** Nobody may call, unless a test says otherwise. */
	private final ApplicationContextRunner context = new ApplicationContextRunner().withUserConfiguration(Wiring.class)
		.withAllowBeanDefinitionOverriding(true)
		.withBean(Credentials.class, TestCredentials::none);

	@Test
	void theDefaultsAreTheDesigns() {
		this.context.run((started) -> {
			BudgetProperties properties = started.getBean(BudgetProperties.class);
			assertThat(Limits.of(properties, TestCredentials.none()))
				.isEqualTo(new Limits(10 * NanoUsd.PER_USD, NanoUsd.PER_USD, null, null, Map.of()));
			assertThat(properties.zone()).isEqualTo(ZoneId.of("UTC"));
			assertThat(properties.reservationTtl()).isEqualTo(Duration.ofMinutes(5));
			assertThat(properties.minimumOutputTokens()).isEqualTo(16);
			assertThat(properties.retention()).isEqualTo(Duration.ofDays(35));
			assertThat(properties.runRetention()).isEqualTo(Duration.ofDays(15));
			assertThat(properties.closedRetention()).isEqualTo(Duration.ofDays(2));
		});
	}

	@Test
	void everyLimitCanBeConfigured() {
		this.context
			.withPropertyValues("agent-service.budget.user-daily-usd=2.50", "agent-service.budget.task-usd=0.25",
					"agent-service.budget.tenant-daily-usd=100", "agent-service.budget.agent-daily-usd=0",
					"agent-service.budget.zone=Europe/Berlin")
			.run((started) -> {
				BudgetProperties properties = started.getBean(BudgetProperties.class);
				assertThat(Limits.of(properties, TestCredentials.none()))
					.isEqualTo(new Limits(2_500_000_000L, 250_000_000L, 100 * NanoUsd.PER_USD, 0L, Map.of()));
				assertThat(properties.zone()).isEqualTo(ZoneId.of("Europe/Berlin"));
			});
	}

	@Test
	void aPriceCanBeOverridden() {
		String price = "agent-service.budget.prices[openai/gpt-4.1].";
		this.context
			.withPropertyValues(price + "input=1", price + "cached-input=0.5", price + "cache-write=1",
					price + "output=3.5")
			.run((started) -> {
				assertThat(started.getBean(PriceTable.class).of("openai/gpt-4.1").output())
					.isEqualTo(new BigDecimal("3.5"));
				assertThat(started.getBean(Budgets.class)).isNotNull();
				assertThat(started.getBean(UsageReports.class)).isNotNull();
			});
	}

	@Test
	void aPriceThatLacksANumberStopsTheStart() {
		this.context.withPropertyValues("agent-service.budget.prices[a/b].input=1")
			.run((failed) -> assertThat(failed.getStartupFailure()).rootCause().hasMessage("cached-input is missing"));
	}

	@ParameterizedTest
	@CsvSource({ "user-daily-usd, -1", "user-daily-usd, 4000001", "user-daily-usd, NaN", "task-usd, -1",
			"tenant-daily-usd, 9007200", "agent-daily-usd, -0.01", "zone, Mars/Olympus", "reservation-ttl, 0s",
			"minimum-output-tokens, 0", "retention, 1h", "run-retention, 1m", "closed-retention, 1m",
			"prices[a/b].input, NaN" })
	void aWrongNumberStopsTheStart(String name, String value) {
		this.context.withPropertyValues("agent-service.budget." + name + "=" + value)
			.run((failed) -> assertThat(failed).hasFailed());
	}

	@Test
	void aKeyThatNamesItsUsersNeedsALimitOfMoney() {
		this.context.withBean(Credentials.class, () -> TestCredentials.onBehalf("backend", TestCredentials.usd(null)))
			.run((failed) -> assertThat(failed.getStartupFailure()).rootCause()
				.hasMessageContaining("agent-service.identity.api-keys[0] (backend)")
				.hasMessageContaining("set agent-service.identity.api-keys[0].ceiling.daily-usd, "
						+ "or agent-service.budget.tenant-daily-usd")
				.hasMessageContaining("agent-service.identity.api-keys[0].ceiling.unlimited: true"));
	}

	@Test
	void aCeilingATenantsLimitOrAnOptOutIsOne() {
		this.context.withBean(Credentials.class, () -> TestCredentials.onBehalf("backend", TestCredentials.usd("50")))
			.run((started) -> assertThat(started.getBean(Limits.class).credentialDaily())
				.containsExactly(Map.entry("backend", 50 * NanoUsd.PER_USD)));
		this.context.withPropertyValues("agent-service.budget.tenant-daily-usd=100")
			.withBean(Credentials.class, () -> TestCredentials.onBehalf("backend", TestCredentials.usd(null)))
			.run((started) -> assertThat(started).hasNotFailed());
		this.context
			.withBean(Credentials.class, () -> TestCredentials.onBehalf("backend", new Ceiling(null, null, null, true)))
			.run((started) -> assertThat(started).hasNotFailed());
		this.context.withBean(Credentials.class, () -> TestCredentials.ofOneUser("ada", TestCredentials.usd(null)))
			.run((started) -> assertThat(started).hasNotFailed());
	}

	/** Not a component itself, so that nobody finds it by scanning. */
	@EnableConfigurationProperties({ BudgetProperties.class, RedisProperties.class })
	@Import(BudgetConfiguration.class)
	static class Wiring {

		@Bean(destroyMethod = "close")
		ReplicaContext replica() {
			return new ReplicaContext(RedisServer.shared());
		}

		@Bean
		RedisStore store(ReplicaContext replica) {
			return replica.store();
		}

		@Bean
		MeterRegistry meters() {
			return new SimpleMeterRegistry();
		}

	}

}
