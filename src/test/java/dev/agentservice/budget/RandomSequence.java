package dev.agentservice.budget;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

import dev.agentservice.budget.Limits.ScopeLimit;
import dev.agentservice.budget.ModelBooks.Booking;
import dev.agentservice.budget.ModelBooks.Request;
import dev.agentservice.budget.ModelBooks.Row;
import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Some steps of reserve, settle (in time, late, twice, of nothing), override, passing
 * time and crashes, in Redis and in the model. A crash is a reservation nobody settles.
 * After every step answers and ledgers agree, and no scope holds more than its limit.
 */
final class RandomSequence {

	private final TestBudget budget;

	private final Random random;

	private final ModelBooks model = new ModelBooks();

	/** Small amounts, and such that a day's sum needs more than 50 bits. */
	private final long unit;

	private int calls;

	RandomSequence(TestBudget budget, long seed) {
		this.budget = budget;
		this.random = new Random(seed);
		this.unit = List.of(1L, 1_000_000_007L, 7_000_000_000_001L).get(this.random.nextInt(3));
		passTo(TestBudget.NOON.toEpochMilli());
	}

	void run() {
		int steps = 10 + this.random.nextInt(31);
		for (int step = 0; step < steps; step++) {
			step();
			assertLedgersAgree();
		}
		assertBooksAgree();
	}

	private void step() {
		int dice = this.random.nextInt(100);
		if (dice < 50) {
			reserve(request(), true);
		}
		else if (dice < 55 && this.calls > 0) {
			reserve(anyBooking().request.again(this.model.now + 1), false);
		}
		else if (dice < 78) {
			settle();
		}
		else if (dice < 84) {
			override();
		}
		else {
			pass(dice);
		}
	}

	private void reserve(Request request, boolean fresh) {
		boolean settles = this.random.nextInt(3) == 0 && this.calls > 0;
		String previous = settles ? anyBooking().request.id() : "none";
		long actual = actual(previous);
		Arguments arguments = new Arguments().with("id", request.id())
			.with("run", request.run())
			.with("attempt", request.attempt())
			.with(request.scopes())
			.with("model", "p/m")
			.with("amount", request.amount())
			.with("minimum", request.minimum())
			.with("not_after", request.notAfter());
		if (request.agent() != null) {
			arguments.with("agent", request.agent());
		}
		Map<String, String> expected = new TreeMap<>();
		if (settles) {
			long unreported = unreported(actual);
			arguments.with("settle", previous).with("actual", actual).with("unreported", unreported);
			expected.putAll(this.model.settle(previous, actual, unreported));
		}
		expected.putAll(this.model.reserve(request));
		assertAnswer(this.budget.scripts.reserve(this.budget.tenant, arguments), expected);
		if (fresh && !expected.getOrDefault("amount", "0").equals("0")) {
			assertThat(request.scopes()).allMatch(this.model::within);
		}
	}

	private void settle() {
		String id = (this.calls > 0 && this.random.nextInt(20) > 0) ? anyBooking().request.id() : "r/1/1/nothing";
		long actual = actual(id);
		long unreported = unreported(actual);
		Arguments arguments = new Arguments().with("settle", id).with("actual", actual).with("unreported", unreported);
		assertAnswer(this.budget.scripts.settle(this.budget.tenant, arguments),
				this.model.settle(id, actual, unreported));
	}

	private void override() {
		String scope = "user:u" + this.random.nextInt(2);
		long limit = this.random.nextInt(200) * this.unit;
		this.model.row(this.model.today(), scope).put("override", limit);
		this.budget.scripts.override(this.budget.tenant, scope, limit);
	}

	private void pass(int dice) {
		Duration time = (dice < 93) ? Duration.ofSeconds(1 + this.random.nextInt(120))
				: (dice < 97) ? Duration.ofMinutes(5) : Duration.ofHours(6);
		passTo(this.model.now + time.toMillis());
	}

	private void passTo(long millis) {
		this.model.now = millis;
		this.budget.at(Instant.ofEpochMilli(millis));
	}

	private Request request() {
		String run = "r" + this.random.nextInt(3);
		long newest = Math.max(1, this.model.row(this.model.today(), "run:" + run).get("attempt"));
		long attempt = switch (this.random.nextInt(10)) {
			case 0 -> newest + 1;
			case 1 -> Math.max(1, newest - 1);
			default -> newest;
		};
		String agent = (this.random.nextInt(4) > 0) ? "a" + this.random.nextInt(2) : null;
		long amount = this.random.nextInt(50) * this.unit;
		long notAfter = this.model.now + ((this.random.nextInt(25) == 0) ? -1 : this.random.nextInt(1_000));
		return new Request(run + "/" + attempt + "/1/" + ++this.calls, run, attempt, scopes(run, agent), agent, amount,
				this.random.nextLong(amount + 1), notAfter);
	}

	private List<ScopeLimit> scopes(String run, @Nullable String agent) {
		List<ScopeLimit> scopes = new ArrayList<>();
		scopes.add(new ScopeLimit("user:u" + this.random.nextInt(2), 100 * this.unit));
		if (agent != null) {
			scopes.add(new ScopeLimit("agent:" + agent, agent.equals("a0") ? 120 * this.unit : null));
		}
		int credential = this.random.nextInt(3);
		if (credential > 0) {
			scopes.add(new ScopeLimit("credential:c" + credential, (credential == 1) ? 90 * this.unit : null));
		}
		scopes.add(new ScopeLimit("tenant", 160 * this.unit));
		scopes.add(new ScopeLimit("run:" + run, 60 * this.unit));
		return scopes;
	}

	/** Mostly less than was reserved, sometimes exactly that, seldom more. */
	private long actual(String id) {
		Booking booking = this.model.bookings.get(id);
		long amount = (booking != null) ? booking.amount : this.unit;
		return switch (this.random.nextInt(12)) {
			case 0 -> amount + this.unit;
			case 1, 2 -> amount;
			default -> this.random.nextLong(amount + 1);
		};
	}

	/** A call is charged with or without its provider's report. */
	private long unreported(long actual) {
		return (this.random.nextInt(4) == 0) ? actual : 0;
	}

	private Booking anyBooking() {
		List<Booking> all = List.copyOf(this.model.bookings.values());
		return all.isEmpty() ? new Booking(request(), this.model.today(), 0, 0)
				: all.get(this.random.nextInt(all.size()));
	}

	private static void assertAnswer(Answer answer, Map<String, String> expected) {
		Map<String, String> fields = new TreeMap<>(answer.fields());
		fields.remove("now");
		fields.remove("day");
		assertThat(fields).isEqualTo(expected);
	}

	private void assertLedgersAgree() {
		List<ScopeLimit> scopes = List
			.of("user:u0", "user:u1", "agent:a0", "agent:a1", "tenant", "run:r0", "run:r1", "run:r2")
			.stream()
			.map((scope) -> new ScopeLimit(scope, null))
			.toList();
		Answer books = this.budget.scripts.look(this.budget.tenant, scopes);
		assertThat(books.day()).isEqualTo(this.model.today());
		for (ScopeLimit scope : scopes) {
			Row row = this.model.row(this.model.today(), scope.scope());
			assertThat(books.ledger(scope.scope()))
				.isEqualTo(new Ledger(scope.scope(), row.limit(null), row.get("spent"), row.get("reserved")));
			assertThat(this.model.holds(scope.scope())).isTrue();
		}
	}

	/** All books that were ever written, also those of earlier days. */
	private void assertBooksAgree() {
		Map<String, Map<String, String>> expected = new TreeMap<>();
		this.model.rows.forEach((key, row) -> {
			Map<String, String> fields = new TreeMap<>();
			row.forEach((name, value) -> fields.put(name, String.valueOf(value)));
			expected.put(key, fields);
		});
		Map<String, Map<String, String>> books = this.budget.hashes(this.model.rows.keySet());
		books.values().forEach((fields) -> fields.remove("day"));
		assertThat(books).isEqualTo(expected);
	}

}
