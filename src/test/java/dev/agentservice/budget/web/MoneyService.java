package dev.agentservice.budget.web;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import dev.agentservice.budget.Budgets;
import dev.agentservice.budget.Grant;
import dev.agentservice.budget.Payer;
import dev.agentservice.budget.Reservation;
import dev.agentservice.budget.SettledCalls;
import dev.agentservice.budget.price.NanoUsd;
import dev.agentservice.budget.price.Tokens;
import dev.agentservice.identity.TestKey;
import dev.agentservice.identity.UserTags;
import dev.agentservice.redis.TestRedis;
import dev.agentservice.support.Deadline;
import dev.agentservice.support.RawHttp;
import dev.agentservice.support.RawHttp.Answer;

import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * A service with the money of one tenant that no other test uses. An output token of
 * {@link #MODEL} costs 0.001 USD, one of {@link #CHEAP} a nano-USD.
 */
final class MoneyService implements AutoCloseable {

	static final String MODEL = "test/coin";

	static final String CHEAP = "test/cheap";

	/** May run agents as the user {@code ada}. */
	static final String ADA = "ada-key";

	/** May run agents, and see every user's data. */
	static final String PRIVACY = "privacy-key";

	/** May operate the service. */
	static final String OPS = "ops-key";

	/** May operate the service for another tenant. */
	static final String OTHER_OPS = "other-ops-key";

	final String tenant = "acme " + UUID.randomUUID();

	private final ConfigurableApplicationContext context;

	private final RawHttp http;

	private final RawHttp management;

	private int runs;

	MoneyService(TestRedis redis) {
		List<String> arguments = new ArrayList<>(List.of("--server.address=127.0.0.1", "--server.port=0",
				"--management.server.address=127.0.0.1", "--management.server.port=0",
				"--management.endpoint.health.validate-group-membership=false", "--logging.structured.format.console=",
				"--agent-service.redis.command-timeout=20s", "--agent-service.redis.connect-timeout=10s",
				"--agent-service.identity.pepper=only-for-tests-only-for-tests-only",
				"--agent-service.budget.user-daily-usd=5.00"));
		redis.properties().forEach((name, value) -> arguments.add("--" + name + "=" + value));
		price(arguments, MODEL, "1000");
		price(arguments, CHEAP, "0.001");
		key(arguments, 0, ADA, this.tenant, "ada", "agent");
		key(arguments, 1, PRIVACY, this.tenant, "officer", "agent,privacy");
		key(arguments, 2, OPS, this.tenant, "operator", "ops");
		key(arguments, 3, OTHER_OPS, "other " + this.tenant, "operator", "ops");
		this.context = new SpringApplication(MoneyApplication.class).run(arguments.toArray(String[]::new));
		this.http = http("local.server.port");
		this.management = http("local.management.port");
	}

	/** One run of a user: one call of so many output tokens. */
	void spend(String user, String agent, String model, long tokens) {
		SettledCalls.used(bean(Budgets.class), reserve(user, agent, model, tokens), new Tokens(0, 0, 0, tokens));
	}

	/** One run of a user: one call that broke off, so that nobody knows its tokens. */
	void breakOff(String user, String agent, String model, long tokens) {
		SettledCalls.unknown(bean(Budgets.class), reserve(user, agent, model, tokens));
	}

	/** A call under way. */
	Grant reserve(String user, String agent, String model, long tokens) {
		UserTags tags = bean(UserTags.class);
		Payer payer = new Payer(tags.ofTenant(this.tenant), tags.of(this.tenant, user), null, agent,
				"run_" + this.tenant.substring(5) + "_" + ++this.runs, 1, NanoUsd.MAX);
		return bean(Budgets.class)
			.reserve(new Reservation(payer, model, 1, 1, 0, tokens, Deadline.after(Duration.ofSeconds(30))));
	}

	String tag(String user) {
		return bean(UserTags.class).of(this.tenant, user).value();
	}

	<T> T bean(Class<T> type) {
		return this.context.getBean(type);
	}

	Answer get(String key, String path) {
		return get(key, path, "*/*");
	}

	Answer get(String key, String path, String accept) {
		return this.http.request("GET", path, Map.of("Authorization", "Bearer " + key, "Accept", accept), new byte[0]);
	}

	Answer put(String key, String path, String body) {
		return this.http.request("PUT", path,
				Map.of("Authorization", "Bearer " + key, "Content-Type", "application/json"),
				body.getBytes(StandardCharsets.UTF_8));
	}

	/** From the management port, where nobody needs a key. */
	Answer manage(String path) {
		return this.management.request("GET", path, Map.of(), new byte[0]);
	}

	@Override
	public void close() {
		this.context.close();
	}

	private RawHttp http(String property) {
		return new RawHttp(this.context.getEnvironment().getRequiredProperty(property, Integer.class));
	}

	private static void price(List<String> arguments, String model, String output) {
		String prefix = "--agent-service.budget.prices[" + model + "].";
		arguments.addAll(List.of(prefix + "input=0", prefix + "cached-input=0", prefix + "cache-write=0",
				prefix + "output=" + output));
	}

	private static void key(List<String> arguments, int index, String key, String tenant, String user, String scopes) {
		String prefix = "--agent-service.identity.api-keys[" + index + "].";
		arguments.addAll(List.of(prefix + "name=" + key, prefix + "sha256=" + TestKey.sha256(key),
				prefix + "tenant=" + tenant, prefix + "user=" + user, prefix + "scopes=" + scopes));
	}

}
