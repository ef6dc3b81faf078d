package dev.agentservice.ratelimit;

import java.util.List;

import dev.agentservice.support.Deadline;
import dev.agentservice.support.personal.Keeping;
import dev.agentservice.support.personal.Keeping.Erasure;
import dev.agentservice.support.personal.Kept;
import dev.agentservice.support.personal.PersonalDataStore;
import dev.agentservice.support.personal.Slice;
import dev.agentservice.support.personal.Subject;

import org.springframework.stereotype.Component;

/**
 * Buckets of the rate limits: numbers under a tag, which expire by themselves. To delete
 * them would fill them.
 */
@Component
class PersonalLimits implements PersonalDataStore {

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
		return new Slice.Done(0, 0,
				List.of(new Kept("buckets of rate limits", "a full bucket would be a way round the limit", null)));
	}

	@Override
	public boolean keeps(Subject subject, String key) {
		return key.startsWith("as:bucket:{" + subject.user() + "}:");
	}

}
