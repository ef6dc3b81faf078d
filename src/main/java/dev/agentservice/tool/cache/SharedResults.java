package dev.agentservice.tool.cache;

import java.time.Clock;
import java.time.Duration;
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
 * Results of tools that are the same for everybody. They should hold no personal data,
 * but the author of a tool may be mistaken, and nothing says whose they would be: so they
 * are named as kept.
 */
@Component
class SharedResults implements PersonalDataStore {

	private final ResultCache cache;

	private final Clock clock = Clock.systemUTC();

	SharedResults(ResultCache cache) {
		this.cache = cache;
	}

	@Override
	public String name() {
		return "tool.cache.shared";
	}

	@Override
	public List<Keeping> keepings() {
		return List.of(new Keeping("results of tools that are the same for everybody", "fewer calls of tools", null,
				"the time that the tool's author has chosen", Erasure.KEPT));
	}

	@Override
	public Slice erase(Subject subject, String cursor, Deadline deadline) {
		Duration longest = this.cache.shared().longest();
		return longest.isZero() ? Slice.Done.NOTHING
				: new Slice.Done(0, 0, List.of(new Kept("results of tools that are marked as the same for everybody",
						"nothing says whose they would be", this.clock.instant().plus(longest))));
	}

}
