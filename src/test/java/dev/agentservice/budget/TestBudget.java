package dev.agentservice.budget;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

import dev.agentservice.budget.price.NanoUsd;
import dev.agentservice.budget.price.PriceTable;
import dev.agentservice.budget.price.Tokens;
import dev.agentservice.identity.TestCredentials;
import dev.agentservice.identity.UserTag;
import dev.agentservice.redis.TestRedis;
import dev.agentservice.support.Deadline;
import dev.agentservice.support.redis.LuaScript;
import dev.agentservice.support.redis.RedisStore;
import dev.agentservice.support.redis.ReplicaContext;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.jspecify.annotations.Nullable;

import org.springframework.core.io.ByteArrayResource;

/**
 * The money of one tenant that no other test uses, at a time that only its test changes.
 * One output token of {@link #MODEL} costs 0.001 USD, a prompt token of {@link #WORDY} as
 * well.
 */
public final class TestBudget implements AutoCloseable {

	public static final String MODEL = "test/coin";

	static final String WORDY = "test/wordy";

	static final String FREE = "test/free";

	/** How long a replica waits for a script at most. */
	static final Duration PATIENCE = Duration.ofSeconds(2);

	/** One token's price in nano-USD. */
	static final long COIN = NanoUsd.PER_USD / 1_000;

	public static final UserTag USER = new UserTag("0123456789abcdef0123456789abcdef");

	/** With which every call is made. */
	static final String CREDENTIAL = "key-0";

	static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");

	static final PriceTable PRICES = PriceTable.load(new ByteArrayResource("""
			as_of: "2026-11-23"
			prices:
			  test/coin: {input: 0, cached_input: 0, cache_write: 0, output: 1000}
			  test/wordy: {input: 1000, cached_input: 100, cache_write: 1250, output: 1000}
			  test/free: {input: 0, cached_input: 0, cache_write: 0, output: 0}
			""".getBytes(StandardCharsets.UTF_8)), Map.of());

	/** The script fragment that shows the time a test has set. */
	static final String VIRTUAL_TIME = "test-budget-clock";

	static final LuaScript<Long> SET_CLOCK = LuaScript.number("test-budget-set-clock");

	private static final LuaScript<List<@Nullable Object>> READ = LuaScript.list("test-budget-hashes");

	private static final LuaScript<Long> POPULATE = LuaScript.number("test-budget-populate");

	private static final LuaScript<Long> TIME_TO_LIVE = LuaScript.number("test-budget-ttl");

	private static final Map<TestRedis, ReplicaContext> REPLICAS = new ConcurrentHashMap<>();

	final String tenant = "t" + UUID.randomUUID();

	final SimpleMeterRegistry meters = new SimpleMeterRegistry();

	private final BudgetMetrics metrics = new BudgetMetrics(this.meters);

	final RedisStore store;

	final BudgetProperties properties;

	final BudgetScripts scripts;

	final Budgets budgets;

	final UsageReports reports;

	private final String time;

	private Instant now = NOON;

	TestBudget(TestRedis redis) {
		this(redis, properties("10.00", "1.00"));
	}

	TestBudget(TestRedis redis, BudgetProperties properties) {
		this(replica(redis), properties, VIRTUAL_TIME);
	}

	private TestBudget(ReplicaContext replica, BudgetProperties properties, String time) {
		this.store = replica.store();
		this.properties = properties;
		this.time = time;
		this.scripts = scripts(Clock.fixed(NOON, ZoneOffset.UTC));
		this.budgets = budgets(this.scripts);
		this.reports = new UsageReports(this.scripts, limits(null), properties.zone());
		at(NOON);
	}

	private TestBudget(TestBudget other) {
		this.store = other.store;
		this.properties = other.properties;
		this.time = other.time;
		this.scripts = other.scripts;
		this.budgets = other.budgets;
		this.reports = other.reports;
	}

	/** A budget by the clock of Redis itself. */
	static TestBudget inRealTime(ReplicaContext replica) {
		return new TestBudget(replica, properties("10.00", "1.00"), BudgetScripts.REDIS_TIME);
	}

	/** The money of yet another tenant, by the same scripts. */
	TestBudget anotherTenant() {
		return new TestBudget(this);
	}

	/** The replica that all tests of this JVM share. */
	static ReplicaContext replica(TestRedis redis) {
		return REPLICAS.computeIfAbsent(redis,
				(server) -> new ReplicaContext(server, Map.of("agent-service.redis.command-timeout", "20s")));
	}

	static BudgetProperties properties(String userDailyUsd, String taskUsd) {
		return properties(userDailyUsd, taskUsd, null, null, ZoneOffset.UTC);
	}

	static BudgetProperties properties(String userDailyUsd, String taskUsd, @Nullable String tenantDailyUsd,
			@Nullable String agentDailyUsd, ZoneId zone) {
		return new BudgetProperties(new BigDecimal(userDailyUsd), new BigDecimal(taskUsd), decimal(tenantDailyUsd),
				decimal(agentDailyUsd), zone, Duration.ofMinutes(5), 16, Duration.ofDays(35), Duration.ofDays(8),
				Duration.ofDays(2), Map.of(), Map.of());
	}

	/** The scripts as another replica runs them, with a wall clock of its own. */
	BudgetScripts scripts(Clock clock) {
		return new BudgetScripts(this.store, this.properties, clock, this.time);
	}

	/** The limits, with a ceiling for {@link #CREDENTIAL} as well. */
	Limits limits(@Nullable String ceilingUsd) {
		return Limits.of(this.properties, TestCredentials.ofOneUser(CREDENTIAL, TestCredentials.usd(ceilingUsd)));
	}

	/** Another replica, which knows of a ceiling. */
	Budgets budgetsWithCeiling(String ceilingUsd) {
		return new Budgets(this.scripts, PRICES, limits(ceilingUsd), this.properties.minimumOutputTokens(), PATIENCE,
				this.metrics);
	}

	/** Another replica, with a connection of its own. */
	Budgets budgets(ReplicaContext other) {
		return budgets(new BudgetScripts(other.store(), this.properties, Clock.fixed(NOON, ZoneOffset.UTC), this.time));
	}

	/** Another replica. */
	Budgets budgets(BudgetScripts scripts) {
		return new Budgets(scripts, PRICES, limits(null), this.properties.minimumOutputTokens(), PATIENCE,
				this.metrics);
	}

	/** Sets the clock of Redis. */
	void at(Instant instant) {
		this.now = instant;
		this.store.run(SET_CLOCK, List.of(key("test-clock")), List.of(instant.toEpochMilli()));
	}

	void pass(Duration time) {
		at(this.now.plus(time));
	}

	String key(String suffix) {
		return "as:{" + this.tenant + "}:" + suffix;
	}

	/** A hash as Redis has it. */
	Answer hash(String suffix) {
		return new Answer(hashes(List.of(suffix)).getOrDefault(suffix, Map.of()));
	}

	/** Hashes as Redis has them, by what their keys end with. */
	Map<String, Map<String, String>> hashes(Collection<String> suffixes) {
		List<@Nullable Object> rows = this.store.run(READ, suffixes.stream().map(this::key).toList(), List.of());
		Map<String, Map<String, String>> hashes = new TreeMap<>();
		Iterator<@Nullable Object> row = rows.iterator();
		for (String suffix : suffixes) {
			hashes.put(suffix, new TreeMap<>(Answer.of((List<?>) Objects.requireNonNull(row.next())).fields()));
		}
		return hashes;
	}

	/**
	 * Lets so many users spend something on a day: the first 1,001 nano-USD, the next one
	 * more, and so on.
	 */
	void populate(LocalDate day, int users) {
		this.store.run(POPULATE, List.of(key("reservations")), List.of(day.toString(), 1, users));
	}

	/** In how many days, rounded up, a key is forgotten. */
	long daysLeft(String suffix) {
		return Math.ceilDiv(this.store.run(TIME_TO_LIVE, List.of(key(suffix)), List.of()),
				Duration.ofDays(1).toMillis());
	}

	/** A run with no cap of its own. */
	Payer payer(String run, int attempt) {
		return payer(run, attempt, NanoUsd.MAX);
	}

	/** A run of somebody whom nobody has heard of before. */
	Payer inventedUser(String run) {
		UserTag user = new UserTag(UUID.randomUUID().toString().replace("-", ""));
		return new Payer(this.tenant, user, CREDENTIAL, "assistant", run, 1, NanoUsd.MAX);
	}

	Payer payer(String run, int attempt, long taskLimitNano) {
		return new Payer(this.tenant, USER, CREDENTIAL, "assistant", run, attempt, taskLimitNano);
	}

	/** A call of a run that would like so many output tokens. */
	Reservation call(String run, int call, long outputTokens) {
		return call(payer(run, 1), call, outputTokens);
	}

	Reservation call(Payer payer, int call, long outputTokens) {
		return new Reservation(payer, MODEL, 1, call, 0, outputTokens, Deadline.after(Duration.ofSeconds(30)));
	}

	/** What a granted call of so many output tokens is settled with. */
	static Settlement used(Grant grant, long outputTokens) {
		return grant.used(new Tokens(0, 0, 0, outputTokens));
	}

	/** The ledger of a kind of scope: user, agent, tenant or task. */
	Ledger ledger(String kind, String run) {
		return this.budgets.ledgers(payer(run, 1))
			.stream()
			.filter((ledger) -> kind.equals(ledger.kind()))
			.findFirst()
			.orElseThrow();
	}

	Ledger user() {
		return ledger("user", "r");
	}

	double counted(String name) {
		return this.meters.find(name).counters().stream().mapToDouble(Counter::count).sum();
	}

	@Override
	public void close() {
		this.budgets.close();
	}

	private static @Nullable BigDecimal decimal(@Nullable String text) {
		return (text != null) ? new BigDecimal(text) : null;
	}

}
