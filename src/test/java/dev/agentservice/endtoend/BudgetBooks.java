package dev.agentservice.endtoend;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import dev.agentservice.redis.RedisServer;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;
import tools.jackson.databind.json.JsonMapper;

/**
 * The budget's books as they stand in Redis, read past the service.
 */
public final class BudgetBooks implements AutoCloseable {

	private final RedisClient client;

	private final RedisCommands<String, String> redis;

	public BudgetBooks(RedisServer server) {
		this.client = RedisClient.create("redis://127.0.0.1:" + server.port());
		this.redis = this.client.connect().sync();
	}

	/** The books of all users, a set for each day. */
	public List<Book> users() {
		return books("as:{*}:budget:*:user:*");
	}

	/** The books of one user, a set for each day. */
	public List<Book> user(String name) {
		return books("as:{*}:budget:*:user:" + tag(name));
	}

	/** The books of all runs, by the run's id. */
	public Map<String, Book> runs() {
		return books("as:{*}:budget:run:*").stream()
			.collect(Collectors.toMap((book) -> book.key().substring(book.key().lastIndexOf(':') + 1), (book) -> book));
	}

	/** How many reservations nobody has settled or swept. */
	public long openReservations() {
		return this.redis.keys("as:{*}:reservations").stream().mapToLong(this.redis::zcard).sum();
	}

	/** What was charged for reservations that nobody settled, in nano-USD, by run. */
	public Map<String, Long> swept() {
		Map<String, Long> swept = new HashMap<>();
		for (String key : this.redis.keys("as:{*}:reservation:*")) {
			Map<String, String> reservation = this.redis.hgetall(key);
			if ("swept".equals(reservation.get("state"))) {
				String run = key.substring(key.lastIndexOf(':') + 1, key.indexOf('/'));
				swept.merge(run, Long.valueOf(reservation.getOrDefault("amount", "0")), Long::sum);
			}
		}
		return swept;
	}

	@Override
	public void close() {
		this.client.shutdown();
	}

	private List<Book> books(String keys) {
		return this.redis.keys(keys).stream().map((key) -> new Book(key, this.redis.hgetall(key))).toList();
	}

	/** A user who was never admitted has no tag, and no books. */
	private String tag(String user) {
		return this.redis.keys("as:*:who")
			.stream()
			.filter((key) -> user.equals(JsonMapper.shared().readTree(this.redis.get(key)).at("/user").asString("")))
			.map((key) -> key.substring(key.indexOf('{') + 1, key.indexOf('}')))
			.findFirst()
			.orElse("nobody");
	}

	/**
	 * The books of one scope; amounts are nano-USD.
	 *
	 * @param key where they are
	 * @param fields as they are stored
	 */
	public record Book(String key, Map<String, String> fields) {

		/** What may be spent. */
		public long limit() {
			return amount("limit");
		}

		/** What was charged. */
		public long spent() {
			return amount("spent");
		}

		/** The part of what was charged that no provider reported. */
		public long unreported() {
			return amount("unreported");
		}

		/** What is put aside. */
		public long reserved() {
			return amount("reserved");
		}

		/** The most that was ever spent and put aside together. */
		public long max() {
			return amount("max");
		}

		private long amount(String field) {
			return Long.parseLong(this.fields.getOrDefault(field, "0"));
		}

	}

}
