package dev.agentservice.simulator.script;

import java.time.Duration;
import java.util.Optional;

import dev.agentservice.simulator.chat.Json;
import dev.agentservice.simulator.chat.Reply;
import dev.agentservice.simulator.chat.Thought;
import dev.agentservice.simulator.script.Interruption.Kind;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * An answer of the model, with what goes wrong in it.
 */
public final class Answer implements Scripted {

	private Reply reply;

	private @Nullable Duration firstToken;

	private Interruption interruption = Interruption.NOTHING;

	private boolean filtered;

	private @Nullable String ending;

	private boolean withoutUsage;

	private @Nullable String claim;

	private int overstatement;

	Answer(Reply reply) {
		this.reply = reply;
	}

	/**
	 * The first token comes so late, whatever the latency profile; a stream's headers and
	 * opening event come at once.
	 */
	public Answer firstTokenAfter(Duration delay) {
		this.firstToken = delay;
		return this;
	}

	/** Falls silent after so many chunks, with an open connection. */
	public Answer stallAfterChunks(int chunks) {
		return interrupted(Kind.STALL, chunks);
	}

	/** Closes the connection after so many chunks, without any terminator. */
	public Answer cutAfterChunks(int chunks) {
		return interrupted(Kind.CUT, chunks);
	}

	/** Resets the connection after so many chunks. */
	public Answer resetAfterChunks(int chunks) {
		return interrupted(Kind.RESET, chunks);
	}

	/** Sends after so many chunks bytes that are no HTTP chunk. */
	public Answer brokenChunkAfterChunks(int chunks) {
		return interrupted(Kind.BROKEN_CHUNK, chunks);
	}

	/** Sends broken JSON in place of the chunk after so many, then goes on. */
	public Answer brokenEventAfterChunks(int chunks) {
		return interrupted(Kind.BROKEN_EVENT, chunks);
	}

	/** Ends the HTTP body in good order after so many chunks, as if that were all. */
	public Answer endAfterChunks(int chunks) {
		return interrupted(Kind.EARLY_END, chunks);
	}

	/** Reports the provider's own error after so many chunks. */
	public Answer errorAfterChunks(int chunks) {
		return interrupted(Kind.ERROR, chunks);
	}

	/** Leaves out {@code [DONE]} or {@code message_stop}. */
	public Answer withoutEndMarker() {
		return interrupted(Kind.NO_END_MARKER, Integer.MAX_VALUE);
	}

	/** Ends as the content filter ends an answer. */
	public Answer stoppedByContentFilter() {
		this.filtered = true;
		return this;
	}

	/** Ends as always, but tells this reason to stop. */
	public Answer ending(String reason) {
		this.ending = reason;
		return this;
	}

	/** The model thinks this before it speaks; it is billed. */
	public Answer thinking(String thought) {
		this.reply = this.reply.after(new Thought(thought, false));
		return this;
	}

	/** The model thinks this before it speaks, and nobody is shown it; it is billed. */
	public Answer thinkingInSecret(String thought) {
		this.reply = this.reply.after(new Thought(thought, true));
		return this;
	}

	/** Bills as always, but does not report the usage. */
	public Answer withoutUsage() {
		this.withoutUsage = true;
		return this;
	}

	/** Bills as always, but reports this usage, an object of JSON. */
	public Answer claiming(String usage) {
		this.claim = usage;
		return this;
	}

	/** Bills and reports more prompt tokens than the prompt has. */
	public Answer overstatingInputBy(int tokens) {
		this.overstatement = tokens;
		return this;
	}

	Reply reply() {
		return this.reply;
	}

	Optional<Duration> firstToken() {
		return Optional.ofNullable(this.firstToken);
	}

	Interruption interruption() {
		return this.interruption;
	}

	boolean filtered() {
		return this.filtered;
	}

	@Nullable String ending() {
		return this.ending;
	}

	boolean reportsUsage() {
		return !this.withoutUsage;
	}

	@Nullable ObjectNode claim() {
		return (this.claim == null) ? null : (ObjectNode) Json.parseObject(this.claim).orElseThrow();
	}

	int overstatement() {
		return this.overstatement;
	}

	private Answer interrupted(Kind kind, int chunks) {
		this.interruption = new Interruption(kind, chunks);
		return this;
	}

}
