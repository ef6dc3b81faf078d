package dev.agentservice.run.repeat;

import java.text.Normalizer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

import dev.agentservice.session.Message;
import dev.agentservice.session.Turn;

/**
 * Whether a user sends nearly the task that the session has just answered: the answer was
 * of no use, although the run succeeded. Compared are the words in any order, without
 * case, punctuation and white space; slips are forgiven, but not in numbers.
 */
public final class RepeatedTask {

	/** Who comes back later has another reason. */
	static final Duration SOON = Duration.ofMinutes(2);

	/** Longer tasks quote documents: they share most of their text with the next one. */
	private static final int LONGEST_TO_BE_SIMILAR = 1000;

	/** Longer ones are compared as they are, since each change makes them another. */
	private static final int LONGEST_TO_BE_NORMALISED = 20_000;

	private static final int MOST_SLIPS = 2;

	/** A task may get a word more or less, such as "please", beside so many others. */
	private static final int WORDS_BESIDE_ANOTHER = 3;

	private static final Pattern BETWEEN_WORDS = Pattern.compile("[^\\p{L}\\p{M}\\p{N}]+");

	private RepeatedTask() {
	}

	/**
	 * The turn whose answer was of no use: the last one of the session, if the task is
	 * the same and came soon after it.
	 * @param turns the turns before it, oldest first
	 * @param at when it was sent
	 */
	public static Optional<Turn> repeated(String task, Instant at, List<Turn> turns) {
		return turns.isEmpty() ? Optional.empty()
				: Optional.of(turns.getLast())
					.filter((turn) -> !at.isAfter(turn.at().plus(SOON)))
					.filter((turn) -> asked(turn).filter((before) -> same(before, task)).isPresent());
	}

	/** What the user wrote in a turn. */
	private static Optional<String> asked(Turn turn) {
		return turn.messages()
			.stream()
			.filter(Message.User.class::isInstance)
			.map((message) -> ((Message.User) message).text())
			.findFirst();
	}

	static boolean same(String one, String other) {
		if (Math.max(one.length(), other.length()) > LONGEST_TO_BE_NORMALISED) {
			return one.equals(other);
		}
		String first = words(one);
		String second = words(other);
		if (first.isEmpty() || second.isEmpty()) {
			return one.equals(other);
		}
		return first.equals(second) || (Math.max(first.length(), second.length()) <= LONGEST_TO_BE_SIMILAR
				&& similar(List.of(first.split(" ", -1)), List.of(second.split(" ", -1))));
	}

	private static String words(String text) {
		String normal = Normalizer.normalize(text, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
		return BETWEEN_WORDS.matcher(normal).replaceAll(" ").strip();
	}

	/** In whatever order: the same words, but for slips and for one that one has more. */
	private static boolean similar(List<String> first, List<String> second) {
		List<String> more = without(first, second);
		List<String> fewer = without(second, first);
		if (Math.min(more.size(), fewer.size()) > MOST_SLIPS || Math.abs(more.size() - fewer.size()) > 1) {
			return false;
		}
		boolean another = more.size() != fewer.size();
		fewer.removeIf((word) -> removeSlip(more, word));
		more.addAll(fewer);
		return more.isEmpty() || (another && more.size() == 1 && !Slip.hasNumber(more.getFirst())
				&& Math.min(first.size(), second.size()) >= WORDS_BESIDE_ANOTHER);
	}

	/** The words that are left when each of the others has taken its like away. */
	private static List<String> without(List<String> words, List<String> others) {
		List<String> left = new ArrayList<>(words);
		others.forEach(left::remove);
		return left;
	}

	private static boolean removeSlip(List<String> words, String word) {
		return words.stream()
			.filter((other) -> Slip.isBetween(other, word))
			.findFirst()
			.filter(words::remove)
			.isPresent();
	}

}
