package dev.agentservice.run.queue;

import java.io.PrintStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.agentservice.redis.RedisServer;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.sync.RedisCommands;

/**
 * What queued runs cost Redis, as it says itself: {@code scripts/queue-cost}.
 */
public final class QueueCostMain {

	private static final Pattern USED = Pattern.compile("used_memory:(\\d+)");

	private static final Pattern SCRIPTS = Pattern.compile("cmdstat_evalsha:calls=(\\d+),usec=(\\d+)");

	private static final int AT_WORK = 8;

	private final PrintStream out = System.out;

	private final int runs;

	private final RedisServer server;

	private final RedisCommands<String, String> redis;

	private final QueueReplica replica;

	private QueueCostMain(int runs, RedisServer server, RedisCommands<String, String> redis, QueueReplica replica) {
		this.runs = runs;
		this.server = server;
		this.redis = redis;
		this.replica = replica;
	}

	/**
	 * Prints a table.
	 * @param args how many runs wait
	 */
	public static void main(String[] args) {
		int runs = Integer.parseInt(args[0]);
		String most = String.valueOf(2 * runs);
		RedisURI.Builder uri = RedisURI.builder().withHost("127.0.0.1");
		try (RedisServer server = RedisServer.start();
				RedisClient client = RedisClient.create(uri.withPort(server.port()).build());
				QueueReplica replica = new QueueReplica(server, "max-user", most, "max-tenant", most, "max", most)) {
			QueueCostMain cost = new QueueCostMain(runs, server, client.connect().sync(), replica);
			cost.out.println("waiting runs of       bytes of one   us of an offer   us of take and release");
			cost.measure("one user", runs);
			cost.measure("users with 100 each", 100);
			cost.measure("users with 1 each", 1);
			cost.idle();
		}
	}

	private void measure(String shape, int each) {
		this.server.flush();
		this.replica.queue().take(1);
		long before = usedMemory();
		this.redis.configResetstat();
		for (int i = 0; i < this.runs; i++) {
			this.replica.queue().offer(QueueRuns.of("u" + i / each, "t" + i / each / 1_000));
		}
		double offer = microsPerScript(1);
		double bytes = (usedMemory() - before) / (double) this.runs;
		this.redis.configResetstat();
		work();
		this.out.printf(Locale.ROOT, "%-20s %13.0f %16.1f %24.1f%n", shape, bytes, offer, microsPerScript(2));
	}

	/** As many slots as a user has in the lane: who began first ends first. */
	private void work() {
		Deque<TakenRun> atWork = new ArrayDeque<>();
		for (int i = 0; i < this.runs; i++) {
			atWork.addAll(this.replica.queue().take(1));
			if (atWork.size() == AT_WORK || i > this.runs - AT_WORK) {
				this.replica.queue().release(atWork.removeFirst(), new Release.Over());
			}
		}
	}

	private void idle() {
		this.redis.configResetstat();
		for (int i = 0; i < this.runs; i++) {
			this.replica.queue().take(1);
		}
		this.out.printf(Locale.ROOT, "take of an empty lane: %.1f us%n", microsPerScript(1));
		this.redis.configResetstat();
		for (int i = 0; i < this.runs; i++) {
			this.replica.queue().heartbeat();
		}
		this.out.printf(Locale.ROOT, "figures: %.1f us%n", microsPerScript(1));
	}

	/** So many scripts are what is asked for. */
	private double microsPerScript(int together) {
		Matcher stats = found(SCRIPTS, this.redis.info("commandstats"));
		return together * Double.parseDouble(stats.group(2)) / Long.parseLong(stats.group(1));
	}

	private long usedMemory() {
		return Long.parseLong(found(USED, this.redis.info("memory")).group(1));
	}

	private static Matcher found(Pattern pattern, String text) {
		Matcher matcher = pattern.matcher(text);
		if (!matcher.find()) {
			throw new IllegalStateException("Redis does not say " + pattern);
		}
		return matcher;
	}

}
