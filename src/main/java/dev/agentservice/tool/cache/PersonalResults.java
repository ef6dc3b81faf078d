package dev.agentservice.tool.cache;

import java.util.List;
import java.util.Set;

import dev.agentservice.support.personal.ExportSink;
import dev.agentservice.support.personal.IndexedKeys;
import dev.agentservice.support.personal.Keeping;
import dev.agentservice.support.personal.Keeping.Erasure;
import dev.agentservice.support.personal.PersonalDataStore;
import dev.agentservice.support.personal.Subject;
import dev.agentservice.support.redis.RedisProperties;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.stereotype.Component;

/**
 * Results of tools. Those of a user are below the user's hash tag; of those that are the
 * same for everybody nobody knows who they are of.
 */
@Component
class PersonalResults implements PersonalDataStore {

	private static final JsonMapper MAPPER = JsonMapper.shared();

	private final RedisProperties redis;

	private final IndexedKeys keys;

	PersonalResults(RedisProperties redis, IndexedKeys keys) {
		this.redis = redis;
		this.keys = keys;
	}

	@Override
	public String name() {
		return "tool.cache";
	}

	@Override
	public List<Keeping> keepings() {
		return List.of(new Keeping("results of tools", "fewer calls of tools", this.redis.epochTtl(),
				"the call; the tool's own time is shorter", Erasure.DELETED));
	}

	@Override
	public Set<String> kinds() {
		return Set.of("cache");
	}

	/** A key is {@code cache:<tool>:<hash>}, and the name of a tool may hold a colon. */
	@Override
	public void export(Subject subject, ExportSink sink) {
		this.keys.each(subject.user(), "cache", (key) -> {
			String document = this.keys.value(subject.user(), "cache:" + key);
			if (document != null) {
				sink.add("tool_results", key,
						MAPPER.writeValueAsString(MAPPER.createObjectNode()
							.put("tool", key.substring(0, key.lastIndexOf(':')))
							.set("result", MAPPER.readTree(document))));
			}
		});
	}

}
