package dev.agentservice.endtoend.chaos;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.agentservice.endtoend.BudgetBooks.Book;

/**
 * What a trial left behind; amounts are nano-USD.
 *
 * @param seed what it was drawn from
 * @param endings what the clients saw
 * @param cancels how many runs were asked to stop while they were at work
 * @param users the books of the users
 * @param runs the books of the runs, by id
 * @param swept what was charged for calls that nobody was left to settle, by run
 * @param calls calls that the providers billed
 * @param billed what they billed
 */
record OverspendOutcome(long seed, List<Ending> endings, int cancels, List<Book> users, Map<String, Book> runs,
		Map<String, Long> swept, long calls, long billed) {

	/** An estimate is at least this part of what was billed. */
	private static final double LEAST = 0.9;

	long spent() {
		return sum(this.users, Book::spent);
	}

	long unreported() {
		return sum(this.users, Book::unreported);
	}

	/** The most that the user ever had spent and put aside. */
	long max() {
		return this.users.stream().mapToLong(Book::max).max().orElse(0);
	}

	/** How many clients saw each end. */
	Map<Ending.Kind, Long> kinds() {
		return this.endings.stream()
			.collect(
					Collectors.groupingBy(Ending::kind, () -> new EnumMap<>(Ending.Kind.class), Collectors.counting()));
	}

	/** Every promise that was not kept, in words; none if all is well. */
	List<String> brokenPromises() {
		List<String> broken = new ArrayList<>();
		List<Book> all = Stream.concat(this.users.stream(), this.runs.values().stream()).toList();
		broken.addAll(those(all, (book) -> book.max() > book.limit(), "spent and reserved more than its limit"));
		broken.addAll(those(all, (book) -> book.reserved() != 0, "has money put aside for nothing"));
		if (spent() != sum(this.runs.values(), Book::spent)) {
			broken.add("Users spent " + spent() + ", their runs " + sum(this.runs.values(), Book::spent));
		}
		if (this.billed > spent() - unreported() + unreported() / LEAST) {
			broken.add("Billed " + this.billed + " is more than spent " + spent() + ", though " + unreported()
					+ " of it is estimated");
		}
		// The ledger rounds each call up.
		if (spent() - unreported() > this.billed + this.calls) {
			broken.add("Spent " + spent() + " is more than billed " + this.billed + " and unreported " + unreported());
		}
		broken.addAll(brokenToRuns());
		return broken;
	}

	private List<String> brokenToRuns() {
		List<String> broken = new ArrayList<>();
		this.swept.forEach((run, amount) -> {
			if (books(run).unreported() < amount) {
				broken.add(books(run) + " lacks " + amount + " that was swept");
			}
		});
		for (Ending ending : this.endings) {
			if (ending.kind() == Ending.Kind.ANSWERED && books(ending.run()).spent() != ending.costNano()) {
				broken.add(books(ending.run()) + " does not say what the client was told: " + ending);
			}
		}
		return broken;
	}

	private Book books(String run) {
		return this.runs.getOrDefault(run, new Book(run, Map.of()));
	}

	/** In one line. */
	@Override
	public String toString() {
		return "seed %d: %s, %d cancels; USD: limit %s, most ever %s, billed %s in %d calls, spent %s, of which unreported %s, swept %s"
			.formatted(this.seed, kinds(), this.cancels, OverspendTrial.LIMIT_USD, usd(max()), usd(this.billed),
					this.calls, usd(spent()), usd(unreported()),
					usd(this.swept.values().stream().mapToLong(Long::longValue).sum()));
	}

	private static List<String> those(List<Book> books, Predicate<Book> broken, String promise) {
		return books.stream().filter(broken).map((book) -> book + " " + promise).toList();
	}

	private static long sum(Collection<Book> books, ToLongFunction<Book> amount) {
		return books.stream().mapToLong(amount).sum();
	}

	private static BigDecimal usd(long nano) {
		return BigDecimal.valueOf(nano, 9);
	}

}
