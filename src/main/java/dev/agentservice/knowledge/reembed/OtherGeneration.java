package dev.agentservice.knowledge.reembed;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

import dev.agentservice.knowledge.manifest.document.Generation;
import org.jspecify.annotations.Nullable;

/**
 * The generations of a collection: the one that is searched, and another one, if there is
 * any.
 *
 * @param active how texts are compared; by words if nothing was ever stored
 * @param g the number of that generation
 * @param documents how many documents there are
 * @param passages how many passages they have
 * @param job the other generation; null for none
 */
public record OtherGeneration(Generation active, long g, long documents, long passages, @Nullable Job job) {

	/** Of the reply: what stands before the fields of the job. */
	private static final int HEAD = 6;

	static OtherGeneration parse(List<@Nullable Object> reply) {
		Map<String, String> fields = new HashMap<>();
		for (int i = HEAD; i < reply.size(); i += 2) {
			fields.put(String.valueOf(reply.get(i)), String.valueOf(reply.get(i + 1)));
		}
		Job job = fields.containsKey("generation")
				? Job.parse(fields, number(reply, 4), Objects.equals(reply.get(5), 1L)) : null;
		return new OtherGeneration(Generation.parse(String.valueOf(reply.getFirst())), number(reply, 1),
				number(reply, 2), number(reply, 3), job);
	}

	private static long number(List<@Nullable Object> reply, int index) {
		return (Long) Objects.requireNonNull(reply.get(index));
	}

	/** How another generation stands. */
	public enum State {

		/** Its vectors are being made. */
		RUNNING,
		/** The same, as soon as they can be paid. */
		WAITING_FOR_BUDGET,
		/** All are there. */
		READY,
		/** It was searched before, and may be again. */
		KEPT,
		/** It is being deleted. */
		DROPPING;

		/** As it is written. */
		public String word() {
			return name().toLowerCase(Locale.ROOT);
		}

	}

	/**
	 * Another generation, and the job that makes it.
	 *
	 * @param generation how its vectors are made
	 * @param g its number
	 * @param state how it stands
	 * @param reason why it does not go on; empty if it does
	 * @param run what pays for it
	 * @param user the tag of the user who pays
	 * @param credential the credential
	 * @param mostNano what it may cost, in nano-USD
	 * @param tokens how many tokens it had
	 * @param costNano what they cost
	 * @param begunAt when it began
	 * @param embedded how many documents are in it
	 * @param instance the index that it is written into
	 * @param mark the last mark of that
	 * @param isOver whether it was kept for long enough
	 */
	public record Job(Generation generation, long g, State state, String reason, String run, String user,
			String credential, long mostNano, long tokens, long costNano, Instant begunAt, long embedded,
			String instance, long mark, boolean isOver) {

		static Job parse(Map<String, String> fields, long embedded, boolean isOver) {
			return new Job(Generation.parse(text(fields, "generation")), number(fields, "g"),
					State.valueOf(text(fields, "state").toUpperCase(Locale.ROOT)), text(fields, "reason"),
					text(fields, "run"), text(fields, "user"), text(fields, "credential"), number(fields, "most"),
					number(fields, "tokens"), number(fields, "cost"), Instant.ofEpochMilli(number(fields, "begun_at")),
					embedded, text(fields, "instance"), number(fields, "mark"), isOver);
		}

		/** Who pays for a job that begins. */
		static Job paidBy(String run, String user, String credential, long mostNano) {
			return new Job(Generation.BY_WORDS, 0, State.RUNNING, "", run, user, credential, mostNano, 0, 0,
					Instant.EPOCH, 0, "", 0, false);
		}

		private static String text(Map<String, String> fields, String name) {
			return fields.getOrDefault(name, "");
		}

		private static long number(Map<String, String> fields, String name) {
			return new java.math.BigDecimal(fields.getOrDefault(name, "0")).longValue();
		}

	}

}
