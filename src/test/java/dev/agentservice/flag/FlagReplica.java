package dev.agentservice.flag;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import dev.agentservice.audit.Audit;
import dev.agentservice.audit.AuditProperties;
import dev.agentservice.flag.definition.FlagContext;
import dev.agentservice.flag.definition.FlagSetting;
import dev.agentservice.flag.definition.FlagType;
import dev.agentservice.flag.override.FlagOverrides;
import dev.agentservice.flag.override.PlatformFlags;
import dev.agentservice.identity.Caller;
import dev.agentservice.identity.Credentials;
import dev.agentservice.identity.Scope;
import dev.agentservice.identity.TestCredentials;
import dev.agentservice.identity.UserTag;
import dev.agentservice.redis.TestRedis;
import dev.agentservice.support.redis.LuaScript;
import dev.agentservice.support.redis.ReplicaContext;
import dev.agentservice.support.redis.channel.RedisChannels;
import dev.openfeature.sdk.Client;
import io.micrometer.core.instrument.MeterRegistry;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

/**
 * A replica with the flags that the service obeys and no others, wired as in the service.
 */
public final class FlagReplica implements AutoCloseable {

	static final Caller OPERATOR = new Caller("acme", "olga", new UserTag("0123456789abcdef0123456789abcdef"),
			"console", Set.of(Scope.OPS));

	/** A run of the assistant for somebody. */
	public static final FlagContext ADA = new FlagContext("acme", new UserTag("3f0c9a52d1b84e7796ad02c15be4f038"),
			"assistant");

	private static final LuaScript<List<@Nullable Object>> CALL = LuaScript.list("test-call");

	private final ReplicaContext context;

	public FlagReplica(TestRedis redis, Map<String, String> settings) {
		Map<String, String> all = new HashMap<>(configuration());
		all.putAll(settings);
		this.context = new ReplicaContext(redis, all, Wiring.class);
	}

	/** What the service's own configuration says. */
	static Map<String, String> configuration() {
		Map<String, String> settings = new HashMap<>();
		for (BuiltInFlag flag : BuiltInFlag.values()) {
			String prefix = "agent-service.flags." + flag.label() + ".";
			boolean string = flag.type() == FlagType.STRING;
			settings.put(prefix + "type", flag.type().name());
			settings.put(prefix + "default", string ? "agent-file" : "true");
			if (string) {
				settings.put(prefix + "variants.agent-file", "");
			}
		}
		return settings;
	}

	public Flags flags() {
		return this.context.get(Flags.class);
	}

	LiveFlags live() {
		return this.context.get(LiveFlags.class);
	}

	FlagStore store() {
		return this.context.get(FlagStore.class);
	}

	Client openFeature() {
		return this.context.get(Client.class);
	}

	MeterRegistry meters() {
		return this.context.get(MeterRegistry.class);
	}

	/** Switches a flag without rules, as an operator of the platform does. */
	void override(BuiltInFlag flag, String variant) {
		override(flag, new FlagSetting(Map.of(), variant, List.of()));
	}

	/** Overrides a flag, as an operator of the platform does. */
	public void override(BuiltInFlag flag, FlagSetting setting) {
		overrides().replace(OPERATOR, flag.label(), setting, null);
	}

	/** What the platform's operators do. */
	PlatformFlags overrides() {
		return this.context.get(PlatformFlags.class);
	}

	/** What a tenant's operators do. */
	FlagOverrides tenantOverrides() {
		return this.context.get(FlagOverrides.class);
	}

	/** Stores a document behind the replicas' backs: nobody is told. */
	void store(String flag, String document) {
		command("HSET", flag, document, "#version", String.valueOf(System.nanoTime()));
	}

	@Nullable Object command(String command, String... args) {
		Object[] words = new Object[args.length + 2];
		words[0] = command;
		words[1] = "as:flags";
		System.arraycopy(args, 0, words, 2, args.length);
		return Objects.requireNonNull(this.context.store().run(CALL, List.of("as:flags"), List.of(words))).getFirst();
	}

	@Override
	public void close() {
		this.context.close();
	}

	/** No component, so that nobody finds it by scanning. */
	@EnableConfigurationProperties({ FlagProperties.class, AuditProperties.class })
	@Import({ FlagCatalog.class, FlagStore.class, FlagMetrics.class, LiveFlags.class, FlagProvider.class,
			FlagConfiguration.class, Flags.class, FlagOverrides.class, PlatformFlags.class, RedisChannels.class,
			Audit.class })
	static class Wiring {

		@Bean
		Credentials credentials() {
			return TestCredentials.onBehalf("console", TestCredentials.usd(null));
		}

	}

}
