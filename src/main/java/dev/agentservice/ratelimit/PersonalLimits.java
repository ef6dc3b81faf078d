package dev.agentservice.ratelimit;

import java.util.List;

import dev.agentservice.support.Deadline;
import dev.agentservice.support.personal.Keeping;
import dev.agentservice.support.personal.Keeping.Erasure;
import dev.agentservice.support.personal.Kept;
import dev.agentservice.support.personal.PersonalDataStore;
import dev.agentservice.support.personal.Slice;
import dev.agentservice.support.personal.Subject;
import dev.agentservice.support.redis.LuaScript;
import dev.agentservice.support.redis.RedisStore;

import org.springframework.stereotype.Component;

/**
 * Buckets of the rate limits: numbers under a tag, which expire by themselves. To delete
 * them would fill them.
 */
@Component
class PersonalLimits implements PersonalDataStore {

	private static final LuaScript<Long> FORGET = LuaScript.number("ratelimit/user-forget");

	private final RedisStore redis;

	PersonalLimits(RedisStore redis) {
		this.redis = redis;
	}

	@Override
	public String name() {
		return "ratelimit";
	}

	@Override
	public List<Keeping> keepings() {
		return List.of(new Keeping("buckets of rate limits, under a tag", "rate limits", null,
				"the bucket is full again: seconds to minutes", Erasure.KEPT));
	}

	@Override
	public Slice erase(Subject subject, String cursor, Deadline deadline) {
		this.redis.run(FORGET, List.of(bucket(subject) + "known"), List.of());
		return new Slice.Done(0, 0,
				List.of(new Kept("buckets of rate limits", "a full bucket would be a way round the limit", null)));
	}

	@Override
	public boolean keeps(Subject subject, String key) {
		return key.startsWith(bucket(subject)) && !key.equals(bucket(subject) + "known");
	}

	private static String bucket(Subject subject) {
		return "as:bucket:{" + subject.user() + "}:";
	}

}
