package dev.agentservice.privacy.erasure;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

import dev.agentservice.identity.Caller;
import dev.agentservice.identity.Credentials;
import dev.agentservice.identity.PepperedTags;
import dev.agentservice.identity.TestCredentials;
import dev.agentservice.identity.UserTags;
import dev.agentservice.privacy.PrivacyProperties;
import dev.agentservice.privacy.progress.Step;
import dev.agentservice.privacy.receipt.ErasureReport;
import dev.agentservice.privacy.receipt.ErasureStatus;
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
 * A replica of the service as far as erasures go, with the stores that keep something
 * outside of the user's slot. Nobody works at an erasure but the test.
 */
public final class ErasureReplica implements AutoCloseable {

	private static final LuaScript<List<@Nullable Object>> CALL = LuaScript.list("test-call");

	private final ReplicaContext context;

	/** With components besides. */
	public ErasureReplica(TestRedis redis, Map<String, String> settings, Class<?>... more) {
		this.context = new ReplicaContext(redis, settings,
				Stream.concat(Stream.of(Wiring.class), Stream.of(more)).toArray(Class<?>[]::new));
	}

	/** One of its components. */
	public <T> T get(Class<T> type) {
		return this.context.get(type);
	}

	Erasures erasures() {
		return this.context.get(Erasures.class);
	}

	ErasureScripts scripts() {
		return this.context.get(ErasureScripts.class);
	}

	ErasureSteps steps() {
		return this.context.get(ErasureSteps.class);
	}

	UserFence fence() {
		return this.context.get(UserFence.class);
	}

	UserTags tags() {
		return this.context.get(UserTags.class);
	}

	/** A command on a key, wherever it is. */
	public @Nullable Object call(String command, String key, Object... args) {
		List<Object> all = new ArrayList<>(List.of(command, key));
		all.addAll(List.of(args));
		return this.context.store().run(CALL, List.of(key), all).getFirst();
	}

	/** All keys that name a user by tag, on all masters, but those of erasures. */
	public Set<String> keys(String tag) {
		Set<String> keys = new TreeSet<>();
		String cursor = "";
		do {
			KeyPage page = this.context.store().scan("*" + tag + "*", cursor, 1000).join();
			page.keys().stream().filter((key) -> !key.startsWith("as:{e}:")).forEach(keys::add);
			cursor = page.next();
		}
		while (!cursor.isEmpty());
		return keys;
	}

	/** Opens an erasure without working at it. */
	String open(Caller caller) {
		return scripts().open("era_" + caller.tag(),
				Erasure.of(new Erasure.Request(caller.tag().value(), tags().ofTenant(caller.tenant()), caller.tenant(),
						"key", caller.tag().value(), false, null, List.of())));
	}

	/** Takes steps of an erasure until it is over or given back, at most so many. */
	int work(String id, int most) {
		StoredErasure at = scripts().take(id).orElseThrow();
		for (int step = 0; step < most; step++) {
			Step<Erasure> next = steps().next(at);
			at = at.with(next.erasure());
			if (next.pause() == null || next.erasure().status() == ErasureStatus.COMPLETED) {
				scripts().over(at);
				return step + 1;
			}
			scripts().hold(at);
		}
		return most;
	}

	/** Takes one step and dies before it is noted; its lease ends at once. */
	void die(String id) {
		steps().next(scripts().find(id).orElseThrow());
		call("HSET", "as:{e}:erasure:" + id, "lease", 0);
	}

	ErasureReport report(String id) {
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
			"dev.agentservice.privacy.receipt", "dev.agentservice.privacy.disk", "dev.agentservice.privacy.ledger",
			"dev.agentservice.support.personal", "dev.agentservice.budget.personal",
			"dev.agentservice.identity.personal", "dev.agentservice.audit" })
	@ComponentScan(basePackages = { "dev.agentservice.privacy.hold", "dev.agentservice.privacy.export",
			"dev.agentservice.privacy.retention" }, lazyInit = true)
	@ComponentScan(basePackages = "dev.agentservice.budget", lazyInit = true, useDefaultFilters = false,
			includeFilters = @Filter(type = FilterType.REGEX, pattern = ".*[.]BudgetConfiguration"))
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
