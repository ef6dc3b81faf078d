package dev.agentservice.budget;

import java.time.LocalDate;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import dev.agentservice.budget.Limits.ScopeLimit;
import org.jspecify.annotations.Nullable;

/**
 * The protocol of reserve, settle and sweep in plain Java, without Redis: what the
 * scripts must agree with, answer by answer and field by field.
 */
final class ModelBooks {

	static final long TTL = 300_000;

	/** A scope's books: the fields of its hash, empty ones left out. */
	static final class Row extends TreeMap<String, Long> {

		/**
		 * The largest limit that was ever in force, and what calls cost beyond their
		 * worst case.
		 */
		private transient long bound;

		long get(String field) {
			return getOrDefault(field, 0L);
		}

		void add(String field, long amount) {
			merge(field, amount, Long::sum);
		}

		@Nullable Long limit(@Nullable Long configured) {
			return containsKey("override") ? Long.valueOf(get("override")) : configured;
		}

		long sum() {
			return get("spent") + get("reserved");
		}

	}

	/** What a reservation asks for. */
	record Request(String id, String run, long attempt, List<ScopeLimit> scopes, @Nullable String agent, long amount,
			long minimum, long notAfter) {

		Request again(long newNotAfter) {
			return new Request(this.id, this.run, this.attempt, this.scopes, this.agent, this.amount, this.minimum,
					newNotAfter);
		}

	}

	/** A granted reservation. */
	static final class Booking {

		final Request request;

		final LocalDate day;

		final long amount;

		final long deadline;

		String state = "open";

		Booking(Request request, LocalDate day, long amount, long deadline) {
			this.request = request;
			this.day = day;
			this.amount = amount;
			this.deadline = deadline;
		}

	}

	final Map<String, Row> rows = new TreeMap<>();

	final Map<String, Booking> bookings = new LinkedHashMap<>();

	private final Map<String, LocalDate> firstDays = new HashMap<>();

	long now;

	LocalDate today() {
		return LocalDate.ofEpochDay(Math.floorDiv(this.now, 86_400_000L));
	}

	Row row(LocalDate day, String scope) {
		String key = scope.startsWith("run:") ? "budget:" + scope : "budget:" + day + ":" + scope;
		return this.rows.computeIfAbsent(key, (_) -> new Row());
	}

	Map<String, String> reserve(Request request) {
		Map<String, String> answer = new TreeMap<>();
		Row run = row(today(), "run:" + request.run());
		if (this.now > request.notAfter()) {
			answer.put("outcome", "late");
		}
		else if (request.attempt() < run.get("attempt")) {
			answer.put("outcome", "fenced");
		}
		else {
			run.put("attempt", request.attempt());
			sweep(answer);
			grant(request, answer);
		}
		return answer;
	}

	Map<String, String> settle(String id, long actual, long unreported) {
		Booking booking = this.bookings.get(id);
		if (booking == null) {
			return Map.of("settled", "unknown", "settled_amount", "0");
		}
		String before = booking.state;
		if (!before.equals("settled")) {
			boolean open = before.equals("open");
			move(booking, open ? -booking.amount : 0, open ? actual : actual - booking.amount);
			noteUnreported(booking, open ? unreported : unreported - booking.amount);
			booking.state = "settled";
			for (ScopeLimit scope : booking.request.scopes()) {
				row(booking.day, scope.scope()).bound += Math.max(0, actual - booking.amount);
			}
		}
		return Map.of("settled", before, "settled_amount", String.valueOf(booking.amount));
	}

	/** Whether a scope holds no more than it was ever allowed to. */
	boolean holds(String scope) {
		Row row = row(today(), scope);
		return row.sum() <= row.bound && row.get("reserved") >= 0;
	}

	/** Whether a scope holds no more than it is allowed to now. */
	boolean within(ScopeLimit scope) {
		Row row = row(today(), scope.scope());
		Long limit = row.limit(scope.limitNano());
		return limit == null || row.sum() <= limit;
	}

	private void sweep(Map<String, String> answer) {
		List<Booking> overdue = this.bookings.values()
			.stream()
			.filter((booking) -> booking.state.equals("open") && booking.deadline <= this.now)
			.sorted(Comparator.<Booking>comparingLong((booking) -> booking.deadline)
				.thenComparing((booking) -> booking.request.id()))
			.limit(20)
			.toList();
		for (Booking booking : overdue) {
			move(booking, -booking.amount, booking.amount);
			noteUnreported(booking, booking.amount);
			booking.state = "swept";
		}
		answer.put("swept", String.valueOf(overdue.size()));
		answer.put("swept_sum", String.valueOf(overdue.stream().mapToLong((booking) -> booking.amount).sum()));
	}

	private void grant(Request request, Map<String, String> answer) {
		ScopeLimit tightest = request.scopes().stream().min(Comparator.comparingLong(this::left)).orElseThrow();
		Booking earlier = this.bookings.get(request.id());
		if (earlier != null) {
			answer.put("outcome", earlier.state.equals("open") ? "granted" : "closed");
			answer.put("amount", String.valueOf(earlier.amount));
			putUnspent(answer, request);
			return;
		}
		long amount = Math.min(request.amount(), left(tightest));
		if (amount < request.minimum()) {
			Row row = row(today(), tightest.scope());
			answer.putAll(Map.of("outcome", "exhausted", "scope", tightest.scope(), "limit",
					String.valueOf(row.limit(tightest.limitNano())), "spent", String.valueOf(row.get("spent")),
					"reserved", String.valueOf(row.get("reserved"))));
			return;
		}
		putUnspent(answer, request);
		book(request, amount);
		answer.put("outcome", "granted");
		answer.put("amount", String.valueOf(amount));
	}

	private void putUnspent(Map<String, String> answer, Request request) {
		request.scopes()
			.stream()
			.mapToLong(this::unspent)
			.filter((unspent) -> unspent < Long.MAX_VALUE)
			.min()
			.ifPresent((unspent) -> answer.put("left", String.valueOf(unspent)));
	}

	private void book(Request request, long amount) {
		boolean first = this.firstDays.putIfAbsent(request.run(), today()) == null;
		for (ScopeLimit scope : request.scopes()) {
			Row row = row(today(), scope.scope());
			if (scope.limitNano() != null) {
				row.put("limit", scope.limitNano());
			}
			if (first && !scope.scope().startsWith("run:")) {
				row.add("runs", 1);
			}
			Long limit = row.limit(scope.limitNano());
			row.bound = Math.max(row.bound, (limit != null) ? limit : Long.MAX_VALUE / 4);
		}
		Booking booking = new Booking(request, today(), amount, this.now + TTL);
		this.bookings.put(request.id(), booking);
		move(booking, amount, 0);
	}

	private long left(ScopeLimit scope) {
		Row row = row(today(), scope.scope());
		Long limit = row.limit(scope.limitNano());
		return (limit != null) ? Math.max(0, limit - row.sum()) : Long.MAX_VALUE;
	}

	private long unspent(ScopeLimit scope) {
		Row row = row(today(), scope.scope());
		Long limit = row.limit(scope.limitNano());
		return (limit != null) ? Math.max(0, limit - row.get("spent")) : Long.MAX_VALUE;
	}

	private void noteUnreported(Booking booking, long by) {
		if (by != 0) {
			booking.request.scopes().forEach((scope) -> row(booking.day, scope.scope()).add("unreported", by));
		}
	}

	private void move(Booking booking, long reservedBy, long spentBy) {
		for (ScopeLimit scope : booking.request.scopes()) {
			Row row = row(booking.day, scope.scope());
			row.add("reserved", reservedBy);
			row.add("spent", spentBy);
			if (row.sum() > row.get("max")) {
				row.put("max", row.sum());
			}
			if (spentBy != 0 && (scope.scope().equals("tenant") || scope.scope().startsWith("user:"))) {
				row.add("model:p/m", spentBy);
				if (booking.request.agent() != null) {
					row.add("agent:" + booking.request.agent(), spentBy);
				}
			}
		}
	}

}
