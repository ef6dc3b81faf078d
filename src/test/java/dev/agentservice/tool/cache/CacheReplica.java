package dev.agentservice.tool.cache;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import dev.agentservice.redis.TestRedis;
import dev.agentservice.support.redis.LuaScript;
import dev.agentservice.support.redis.ReplicaContext;
import io.micrometer.core.instrument.MeterRegistry;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Import;

/** The part of a replica that keeps results of tools. */
public final class CacheReplica implements AutoCloseable {

	private static final LuaScript<List<@Nullable Object>> CALL = LuaScript.list("test-call");

	private final ReplicaContext context;

	public CacheReplica(TestRedis redis, Map<String, String> settings) {
		this.context = new ReplicaContext(redis, settings, Wiring.class);
	}

	/** One on a busy machine. */
	public CacheReplica(TestRedis redis) {
		this(redis, Map.of("agent-service.tools.cache.lookup-timeout", "10s"));
	}

	public ResultCache cache() {
		return this.context.get(ResultCache.class);
	}

	MeterRegistry meters() {
		return this.context.get(MeterRegistry.class);
	}

	/** Calls a command behind the service's back. */
	@Nullable Object call(String command, String key, Object... args) {
		List<Object> words = new ArrayList<>(List.of(command, key));
		words.addAll(List.of(args));
		return this.context.store().run(CALL, List.of(key), words).getFirst();
	}

	@Override
	public void close() {
		this.context.close();
	}

	/** No component, so that nobody finds it by scanning. */
	@EnableConfigurationProperties(CacheProperties.class)
	@Import(ResultCache.class)
	static class Wiring {

	}

}
