package dev.agentservice.session;

import java.util.List;
import java.util.Optional;

import dev.agentservice.session.SessionStore.Listed;
import dev.agentservice.support.json.UnreadableStateException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads a list of sessions as it is shown.
 *
 * @param json reads their heads
 */
record SessionListing(SessionJson json) {

	private static final Logger logger = LoggerFactory.getLogger(SessionListing.class);

	/**
	 * One page of a list.
	 * @param found one more than the page has, if there are more
	 * @param limit how many it has at most
	 */
	SessionPage page(List<Listed> found, int limit) {
		List<Listed> page = found.subList(0, Math.min(limit, found.size()));
		String next = (found.size() > limit) ? page.getLast().id() : null;
		return new SessionPage(page.stream().map(this::summary).flatMap(Optional::stream).toList(), next);
	}

	private Optional<SessionSummary> summary(Listed entry) {
		try {
			StoredSession.Head head = this.json.readHead(entry.head());
			return Optional
				.of(new SessionSummary(entry.id(), head.agent(), head.createdAt(), head.updatedAt(), head.turns()));
		}
		catch (UnreadableStateException ex) {
			// One bad session must not hide the others; its own request gets the problem.
			logger.atWarn().addKeyValue("reason", ex.detail()).log("A session was left out of a list");
			return Optional.empty();
		}
	}

}
