package dev.agentservice.privacy.tenant;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import dev.agentservice.identity.Credentials;
import dev.agentservice.identity.PepperedTags;
import dev.agentservice.identity.TestCredentials;
import dev.agentservice.identity.UserTags;
import dev.agentservice.privacy.PrivacyProperties;
import dev.agentservice.privacy.progress.Step;
import dev.agentservice.privacy.receipt.ErasureStatus;
import dev.agentservice.privacy.receipt.TenantReport;
import dev.agentservice.redis.TestRedis;
import dev.agentservice.support.redis.KeyPage;
import dev.agentservice.support.redis.LuaScript;
import dev.agentservice.support.redis.ReplicaContext;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.ComponentScan.Filter;
import org.springframework.context.annotation.FilterType;

/**
 * A replica of the service as far as erasures of tenants go. The test works at those; at
 * those of users, which they begin, the replica works itself.
 */
final class TenantReplica implements AutoCloseable {

	private static final LuaScript<List<@Nullable Object>> CALL = LuaScript.list("test-call");

	private final ReplicaContext context;

	TenantReplica(TestRedis redis) {
		this(redis, Map.of());
	}

	TenantReplica(TestRedis redis, Map<String, String> more) {
		Map<String, String> settings = new HashMap<>(more);
		settings.put("agent-service.privacy.scan-rate", "1000000");
		this.context = new ReplicaContext(redis, settings, Wiring.class);
	}

	TenantErasures erasures() {
		return this.context.get(TenantErasures.class);
	}

	TenantScripts scripts() {
		return this.context.get(TenantScripts.class);
	}

	UserTags tags() {
		return this.context.get(UserTags.class);
	}

	/** A command on a key, wherever it is. */
	@Nullable Object call(String command, String key, Object... args) {
		List<Object> all = new ArrayList<>(List.of(command, key));
		all.addAll(List.of(args));
		return this.context.store().run(CALL, List.of(key), all).getFirst();
	}

	/** All keys that match, on all masters, but those of erasures and buckets. */
	Set<String> keys(String pattern) {
		Set<String> keys = new TreeSet<>();
		String cursor = "";
		do {
			KeyPage page = this.context.store().scan(pattern, cursor, 1000).join();
			page.keys()
				.stream()
				.filter((key) -> !key.startsWith("as:{e}:") && !key.startsWith("as:bucket:"))
				.forEach(keys::add);
			cursor = page.next();
		}
		while (!cursor.isEmpty());
		return keys;
	}

	/** Opens an erasure without working at it. */
	String open(String tenant) {
		return scripts().open("ten_" + tenant, TenantErasure.of(new TenantErasure.Request(tags().ofTenant(tenant),
				tenant, "key", tags().ofTenant("actor"), List.of())));
	}

	/** Takes steps of an erasure until it is over or given back, at most so many. */
	int work(String id, int most) {
		StoredTenantErasure at = take(id);
		for (int step = 0; step < most; step++) {
			Step<TenantErasure> next = step(at);
			at = at.with(next.erasure());
			if (next.pause() == null || next.erasure().status() == ErasureStatus.COMPLETED) {
				scripts().over(at);
				return step + 1;
			}
			scripts().hold(at);
		}
		return most;
	}

	/** Takes one step and dies before it is noted. */
	void die(String id) {
		step(take(id));
	}

	/** Takes an erasure from another replica. */
	StoredTenantErasure take(String id) {
		call("HSET", "as:{e}:tenants:erasure:" + id, "lease", 0);
		return scripts().take(id).orElseThrow();
	}

	Step<TenantErasure> step(StoredTenantErasure taken) {
		return this.context.get(TenantSteps.class).next(taken);
	}

	TenantReport report(String id) {
		return scripts().find(id).orElseThrow().report();
	}

	@Override
	public void close() {
		this.context.close();
	}

	/** No component, so that nobody finds it by scanning. */
	@EnableConfigurationProperties(PrivacyProperties.class)
	@ConfigurationPropertiesScan({ "dev.agentservice.budget", "dev.agentservice.audit", "dev.agentservice.privacy" })
	@ComponentScan({ "dev.agentservice.privacy.erasure", "dev.agentservice.privacy.progress",
			"dev.agentservice.privacy.ledger", "dev.agentservice.privacy.receipt", "dev.agentservice.privacy.disk",
			"dev.agentservice.privacy.tenant", "dev.agentservice.support.personal", "dev.agentservice.budget.personal",
			"dev.agentservice.identity.personal", "dev.agentservice.audit" })
	@ComponentScan(basePackages = { "dev.agentservice.privacy.hold", "dev.agentservice.privacy.export",
			"dev.agentservice.privacy.retention" }, lazyInit = true)
	@ComponentScan(basePackages = { "dev.agentservice.budget", "dev.agentservice.run.personal" }, lazyInit = true,
			useDefaultFilters = false,
			includeFilters = @Filter(type = FilterType.REGEX, pattern = ".*[.](BudgetConfiguration|TenantRuns)"))
	static class Wiring {

		@Bean
		UserTags tags() {
			return PepperedTags.of("a pepper that is only good for tests");
		}

		@Bean
		Credentials credentials() {
			return TestCredentials.none();
		}

	}

}
