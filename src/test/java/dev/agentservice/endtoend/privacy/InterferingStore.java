package dev.agentservice.endtoend.privacy;

import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

import dev.agentservice.support.personal.ExportSink;
import dev.agentservice.support.personal.Keeping;
import dev.agentservice.support.personal.PersonalDataStore;
import dev.agentservice.support.personal.Subject;
import dev.agentservice.support.redis.LuaScript;
import dev.agentservice.support.redis.RedisStore;
import org.jspecify.annotations.Nullable;

/**
 * A store that is long in its answer, while somebody erases the user.
 */
class InterferingStore implements PersonalDataStore {

	private static final LuaScript<List<@Nullable Object>> CALL = LuaScript.list("test-call");

	private final RedisStore redis;

	private volatile int pieces = -1;

	InterferingStore(RedisStore redis) {
		this.redis = redis;
	}

	/** The next export has so many pieces here, and an erasure begins behind them. */
	void eraseAfter(int number) {
		this.pieces = number;
	}

	@Override
	public String name() {
		return "zz";
	}

	@Override
	public List<Keeping> keepings() {
		return List.of(new Keeping("nothing", "tests", Duration.ofDays(1), "the test", Keeping.Erasure.DELETED));
	}

	@Override
	public void export(Subject subject, ExportSink sink) {
		if (this.pieces < 0) {
			return;
		}
		for (int i = 0; i < this.pieces; i++) {
			sink.add("noise", "n" + i, "\"" + random() + "\"");
		}
		this.pieces = -1;
		String epoch = "as:{" + subject.user() + "}:epoch";
		this.redis.run(CALL, List.of(epoch), List.of("DEL", epoch));
	}

	/** What no archive makes smaller. */
	private static String random() {
		byte[] bytes = new byte[1000];
		ThreadLocalRandom.current().nextBytes(bytes);
		return Base64.getEncoder().encodeToString(bytes);
	}

}
