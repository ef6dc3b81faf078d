package dev.agentservice.identity.personal;

import java.util.List;
import java.util.Set;

import dev.agentservice.support.personal.ExportSink;
import dev.agentservice.support.personal.IndexedKeys;
import dev.agentservice.support.personal.Keeping;
import dev.agentservice.support.personal.Keeping.Erasure;
import dev.agentservice.support.personal.PersonalDataStore;
import dev.agentservice.support.personal.Subject;
import dev.agentservice.support.redis.RedisProperties;

import org.springframework.stereotype.Component;

/**
 * Tenant and user in plain text, the user's epoch and the index of the user's keys.
 */
@Component
class PersonalNames implements PersonalDataStore {

	private final RedisProperties redis;

	private final IndexedKeys keys;

	PersonalNames(RedisProperties redis, IndexedKeys keys) {
		this.redis = redis;
		this.keys = keys;
	}

	@Override
	public String name() {
		return "identity";
	}

	@Override
	public List<Keeping> keepings() {
		return List.of(new Keeping("tenant and user", "telling operators who a tag stands for", this.redis.epochTtl(),
				"the last run", Erasure.DELETED));
	}

	@Override
	public Set<String> kinds() {
		return Set.of("who", "epoch", "keys");
	}

	@Override
	public void export(Subject subject, ExportSink sink) {
		String who = this.keys.value(subject.user(), "who");
		if (who != null) {
			sink.add("profile", "who", who.strip());
		}
	}

}
