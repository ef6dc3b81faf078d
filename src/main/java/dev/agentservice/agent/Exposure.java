package dev.agentservice.agent;

import java.util.stream.Stream;

import dev.agentservice.agent.journal.JournalEntry;
import dev.agentservice.session.Message;

/**
 * What of others a run's model has got to see: it only ever grows.
 *
 * @param careful whether what the model wants may be somebody else's wish
 * @param quoted whether a quotation of what a third party may have written is in its
 * prompts
 */
record Exposure(boolean careful, boolean quoted) {

	/** A third party's text was shown. */
	static final Exposure QUOTED = new Exposure(true, true);

	/** What a run begins with, this attempt or an earlier one. */
	static Exposure of(RunRequest request) {
		boolean quoted = results(request).anyMatch(Message.ToolResult::holdsThirdPartyContent);
		boolean careful = quoted || request.terms().suspicious() || request.input().careful()
				|| request.finished().stream().anyMatch(JournalEntry::leavesCareful);
		return new Exposure(careful, quoted);
	}

	private static Stream<Message.ToolResult> results(RunRequest request) {
		Stream<Message.ToolResult> earlier = request.input()
			.earlier()
			.filter(Message.ToolResult.class::isInstance)
			.map(Message.ToolResult.class::cast);
		return Stream.concat(earlier, request.finished().stream().flatMap((entry) -> entry.results().stream()));
	}

}
