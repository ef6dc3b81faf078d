package dev.agentservice.budget;

import java.time.Duration;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.agentservice.budget.price.NanoUsd;
import dev.agentservice.identity.UserTag;
import dev.agentservice.redis.RedisServer;
import dev.agentservice.support.Deadline;
import dev.agentservice.support.redis.LuaScript;
import dev.agentservice.support.redis.ReplicaContext;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;

import org.springframework.boot.logging.LoggingSystem;
import org.springframework.util.StringUtils;

/**
 * Measures what one pair of reserve and settle costs, and how that grows with the number
 * of users who have books. See {@code scripts/bench-budget --help}.
 */
final class BudgetBench {

	private static final LuaScript<Long> POPULATE = LuaScript.number("test-budget-populate");

	private static final int AT_ONCE = 5_000;

	private static final Pattern SCRIPTS = Pattern.compile("cmdstat_evalsha:calls=(\\d+),usec=(\\d+)");

	private static final Pattern MEMORY = Pattern.compile("used_memory:(\\d+)");

	private final TestBudget budget;

	private final RedisCommands<String, String> redis;

	private final Random random = new Random(1);

	private long users;

	private int runs;

	/**
	 * What was measured.
	 *
	 * @param users users with books
	 * @param p50Micros median time of a pair, seen by the caller
	 * @param p99Micros the time 99 in 100 pairs stay below
	 * @param redisMicros time of a pair's two scripts inside of Redis, on average
	 * @param bytesPerUser memory of a user's books on one day
	 */
	private record Result(long users, double p50Micros, double p99Micros, double redisMicros, long bytesPerUser) {

		String row() {
			return "%,10d %10.0f %10.0f %14.1f %14d".formatted(this.users, this.p50Micros, this.p99Micros,
					this.redisMicros, this.bytesPerUser);
		}

		String json() {
			return ("{\"users\": %d, \"pair_p50_us\": %.1f, \"pair_p99_us\": %.1f, \"redis_us_per_pair\": %.1f,"
					+ " \"bytes_per_user\": %d}")
				.formatted(this.users, this.p50Micros, this.p99Micros, this.redisMicros, this.bytesPerUser);
		}

	}

	private BudgetBench(ReplicaContext replica, RedisCommands<String, String> redis) {
		this.budget = TestBudget.inRealTime(replica);
		this.redis = redis;
	}

	/** Arguments: json or table, pairs, numbers of users in rising order. */
	public static void main(String[] args) {
		// Only results are printed: logging stays off as long as it is not initialized.
		LoggingSystem.get(BudgetBench.class.getClassLoader()).beforeInitialize();
		boolean json = "json".equals(args[0]);
		int pairs = Integer.parseInt(args[1]);
		long[] sizes = Arrays.stream(StringUtils.commaDelimitedListToStringArray(args[2]))
			.mapToLong(Long::parseLong)
			.toArray();
		try (RedisServer server = RedisServer.start();
				ReplicaContext replica = new ReplicaContext(server,
						Map.of("agent-service.redis.command-timeout", "30s"));
				RedisClient client = RedisClient.create("redis://127.0.0.1:" + server.port())) {
			BudgetBench bench = new BudgetBench(replica, client.connect().sync());
			bench.measure(pairs); // warms up
			if (!json) {
				IO.println("     users     p50 us     p99 us  redis us/pair   bytes/user    (%d pairs each)"
					.formatted(pairs));
			}
			for (long size : sizes) {
				Result result = bench.populated(size, pairs);
				IO.println(json ? result.json() : result.row());
			}
		}
	}

	private Result populated(long size, int pairs) {
		long before = statistic(MEMORY, "memory", 1);
		long added = size - this.users;
		for (long first = this.users; first < size; first += AT_ONCE) {
			this.budget.store.run(POPULATE, List.of(this.budget.key("reservations")),
					List.of(today(), first, Math.min(size, first + AT_ONCE) - 1));
		}
		this.users = size;
		long bytes = (statistic(MEMORY, "memory", 1) - before) / Math.max(1, added);
		Result result = measure(pairs);
		return new Result(size, result.p50Micros(), result.p99Micros(), result.redisMicros(), bytes);
	}

	private Result measure(int pairs) {
		this.redis.configResetstat();
		long[] nanos = new long[pairs];
		for (int i = 0; i < pairs; i++) {
			long start = System.nanoTime();
			pair();
			nanos[i] = System.nanoTime() - start;
		}
		Arrays.sort(nanos);
		double redisMicros = (double) statistic(SCRIPTS, "commandstats", 2) / pairs;
		return new Result(this.users, nanos[pairs / 2] / 1e3, nanos[pairs * 99 / 100] / 1e3, redisMicros, 0);
	}

	private void pair() {
		UserTag user = new UserTag("%032x".formatted(this.random.nextLong(Math.max(1, this.users))));
		Payer payer = new Payer(this.budget.tenant, user, "key-0", "assistant", "run_" + ++this.runs, 1, NanoUsd.MAX);
		Reservation reservation = new Reservation(payer, TestBudget.MODEL, 1, 1, 0, 20,
				Deadline.after(Duration.ofSeconds(60)));
		this.budget.budgets.settle(TestBudget.used(this.budget.budgets.reserve(reservation), 1));
	}

	private LocalDate today() {
		return this.budget.scripts.look(this.budget.tenant, List.of()).day();
	}

	private long statistic(Pattern pattern, String section, int group) {
		Matcher matcher = pattern.matcher(this.redis.info(section));
		return matcher.find() ? Long.parseLong(matcher.group(group)) : 0;
	}

}
